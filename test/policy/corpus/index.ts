import { ACTIONS } from './actions';
import { Case } from './case';
import { COMBINATION } from './combination';
import { RESOURCES } from './resources';
import { SETS } from './sets';
import { STRINGS } from './strings';
import { VALUES } from './values';
import { VARIABLES } from './variables';

export type { Case } from './case';

/** What AWS documents of the policy language, as cases. */
export const CORPUS: Case[] = [...ACTIONS, ...RESOURCES, ...STRINGS, ...VALUES, ...SETS, ...VARIABLES, ...COMBINATION];
