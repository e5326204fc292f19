import { Entry, Field, GroupField } from './field';
import { SessionTag } from '../../access/session-tag';

/** What a claim writes for the pod, and what builders take for it. */
const SESSION_TAGS: Readonly<Record<string, string>> = {
  clusterArn: SessionTag.CLUSTER_ARN,
  clusterName: SessionTag.CLUSTER_NAME,
  namespace: SessionTag.NAMESPACE,
  serviceAccount: SessionTag.SERVICE_ACCOUNT,
  podName: SessionTag.POD_NAME,
  podUid: SessionTag.POD_UID,
};

/** The values of a permission as builders take them: with session tags in place of `${namespace}` and the like. */
export function prepared(field: GroupField, entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, valueOf(field.fields[name], value)]));
}

function valueOf(field: Field, value: unknown): unknown {
  switch (field.kind) {
    case 'text': return field.namesPod ? withSessionTags(value as string) : value;
    case 'list': return (value as unknown[]).map((item) => valueOf(field.of, item));
    case 'pairs': return Object.fromEntries(Object.entries(value as Record<string, string>).map(([key, each]) => [key, valueOf(field.value, each)]));
    case 'group': return prepared(field, value as Entry);
    default: return value;
  }
}

function withSessionTags(value: string): string {
  return value.replace(/\$\{(\w+)\}/g, (_, name: string) => SESSION_TAGS[name]);
}
