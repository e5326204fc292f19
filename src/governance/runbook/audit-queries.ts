import { bearerOf, isPodIdentity, RunbookFacts } from './facts';
import { sqlText } from './shell';

/** The calls of the last day, found by the session tags of the pods: Athena, on the table that CloudTrail documents. */
export function athenaQuery(facts: RunbookFacts): string {
  const { identity } = facts;
  return [
    ...isPodIdentity(facts) ? podSessions(facts) : tokenSessions(facts),
    'SELECT calls.eventtime, calls.eventsource, calls.eventname, calls.errorcode, calls.sourceipaddress, calls.useridentity.arn',
    'FROM cloudtrail_logs AS calls',
    isPodIdentity(facts) ? '  JOIN sessions ON calls.useridentity.arn LIKE \'%/\' || sessions.session' : '  JOIN sessions ON calls.useridentity.accesskeyid = sessions.access_key',
    `WHERE calls.useridentity.sessioncontext.sessionissuer.arn = ${sqlText(identity.role)}`,
    '  AND calls.eventtime > to_iso8601(current_timestamp - interval \'1\' day)',
    'ORDER BY calls.eventtime DESC;',
  ].join('\n');
}

/** The calls of the role that bears the access: CloudTrail Lake. */
export function lakeQuery({ identity }: RunbookFacts): string {
  return [
    'SELECT eventTime, eventSource, eventName, errorCode, sourceIPAddress, userIdentity.arn',
    'FROM EVENT_DATA_STORE_ID',
    `WHERE userIdentity.sessionContext.sessionIssuer.arn = ${sqlText(bearerOf(identity))}`,
    '  AND eventTime > date_add(\'day\', -1, now())',
    'ORDER BY eventTime DESC',
  ].join('\n');
}

/** The sessions that EKS made for the service account, by their tags. */
function podSessions({ identity }: RunbookFacts): string[] {
  const { clusterArn, namespace, serviceAccount, role, principalTags } = identity;
  const isTagged = principalTags.some((tags) => 'kubernetes-namespace' in tags);
  const tags = { 'eks-cluster-arn': clusterArn, 'kubernetes-namespace': namespace, 'kubernetes-service-account': serviceAccount };
  return [
    'WITH sessions AS (',
    '  SELECT json_extract_scalar(requestparameters, \'$.roleSessionName\') AS session',
    '  FROM cloudtrail_logs',
    '  WHERE eventsource = \'sts.amazonaws.com\' AND eventname = \'AssumeRole\'',
    '    AND useridentity.invokedby = \'pods.eks.amazonaws.com\'',
    `    AND json_extract_scalar(requestparameters, '$.roleArn') = ${sqlText(role)}`,
    ...!isTagged ? [] : Object.entries(tags).map(([key, value]) =>
      `    AND any_match(CAST(json_extract(requestparameters, '$.tags') AS array(map(varchar, varchar))), tag -> tag['key'] = '${key}' AND tag['value'] = ${sqlText(value)})`),
    ')',
  ];
}

/** The sessions that the service account has made with its token. */
function tokenSessions({ identity: { namespace, serviceAccount, role } }: RunbookFacts): string[] {
  return [
    'WITH sessions AS (',
    '  SELECT json_extract_scalar(responseelements, \'$.credentials.accessKeyId\') AS access_key',
    '  FROM cloudtrail_logs',
    '  WHERE eventsource = \'sts.amazonaws.com\' AND eventname = \'AssumeRoleWithWebIdentity\'',
    `    AND useridentity.username = ${sqlText(`system:serviceaccount:${namespace}:${serviceAccount}`)}`,
    `    AND json_extract_scalar(requestparameters, '$.roleArn') = ${sqlText(role)}`,
    ')',
  ];
}
