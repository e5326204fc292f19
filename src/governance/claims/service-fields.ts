import { resource } from './arn-kinds';
import { list, naming, PLACEHOLDER, tagged, tags } from './field';

/* Fields that the permissions of several services have. */

const PREFIX = 'printable ASCII without "$"';
const ASCII_BUT_DOLLAR = ' -#%-~';

export const encryptionKey = (of: string) => resource(`The KMS key of the ${of}: adds its use through the service, for this ${of} alone.`, 'key');
export const resourceTags = (of: string) => tags(`The tags that the ${of} must bear.`);
export const qualifierPattern = '[A-Za-z0-9._-]{1,128}';

/** A text that means itself in a policy. */
export const literalText = (doc: string) => tagged(doc, ASCII_BUT_DOLLAR, PREFIX);
export const literalTexts = (doc: string) => list(doc, literalText('One of them.'));

/** A key of S3 objects, or what keys begin with. */
export const objectKey = (doc: string) =>
  naming(doc, `([ -#%-.0-~]|${PLACEHOLDER})([${ASCII_BUT_DOLLAR}]|${PLACEHOLDER})*`, `${PREFIX}, not beginning with "/"`);
