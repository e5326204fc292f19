import { Context } from './condition';
import { PolicyValue } from './statement';
import { TemplateView, textIn } from './template';
import { Text } from './text';

/** The beginning of the keys of the principal's tags, in lower case. */
const PREFIX = 'aws:principaltag/';

/**
 * What is known of the context of every request of a role: its tags, as it bears them and as its sessions do. Another
 * tag may come from the deployment, which can tag all that is in a stack; any other key may have any value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
 */
export function principalTags(
  template: TemplateView, ofRole: readonly { readonly Key: string; readonly Value: PolicyValue }[], ofSession: Readonly<Record<string, PolicyValue>>,
): Context {
  const tags = new Map<string, Text>();
  for (const [key, value] of [...ofRole.map((tag) => [tag.Key, tag.Value] as const), ...Object.entries(ofSession)]) {
    tags.set(`${PREFIX}${key}`.toLowerCase(), textIn(template, value));
  }
  return (key) => {
    const tag = tags.get(key.toLowerCase());
    return tag !== undefined ? [tag] : key.toLowerCase().startsWith(PREFIX) ? 'undetermined' : 'unknown';
  };
}
