import { Case, conditions, iam } from './case';

const { met, missed, stops, passes } = conditions(iam('reference_policies_elements_condition_operators'));
const keys = conditions(iam('reference_policies_condition-keys'));
const dates = conditions(iam('reference_policies_examples_aws-dates'));
const grammar = conditions(iam('reference_policies_grammar'));
const logic = conditions(iam('reference_policies_condition-logic-multiple-context-keys-or-values'));

const MAX = (operator: string, value: string | number = '10') => ({ [operator]: { 's3:max-keys': value } });
const max = (value: string) => ({ 's3:max-keys': value });
const NOW = (operator: string, value = '2020-04-01T00:00:00Z') => ({ [operator]: { 'aws:CurrentTime': value } });
const now = (value: string) => ({ 'aws:CurrentTime': value });
const SPRING = { DateGreaterThan: { 'aws:CurrentTime': '2020-04-01T00:00:00Z' }, DateLessThan: { 'aws:CurrentTime': '2020-06-30T23:59:59Z' } };
const MFA = (operator: string, value: string | boolean) => ({ [operator]: { 'aws:MultiFactorAuthPresent': value } });
const IP = (operator: string, ...value: string[]) => ({ [operator]: { 'aws:SourceIp': value } });
const ip = (value: string) => ({ 'aws:SourceIp': value });
const ARN = (operator: string, ...value: string[]) => ({ [operator]: { 'aws:SourceArn': value } });
const arn = (value: string) => ({ 'aws:SourceArn': value });
const BYTES = (value: string) => ({ BinaryEquals: { 'svc:key': value } });
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:topic';
const FINANCE = 'arn:aws:someservice:*:111122223333:finance/*';
const STORE = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';

export const VALUES: Case[] = [
  // Numeric
  met('NumericEquals is true of the same number', MAX('NumericEquals'), max('10')),
  missed('NumericEquals is false of another number', MAX('NumericEquals'), max('11')),
  met('NumericEquals compares numbers and not texts', MAX('NumericEquals', '10'), max('10.0')),
  met('NumericEquals is true of one of several numbers', { NumericEquals: { 's3:max-keys': ['10', '20'] } }, max('20')),
  grammar.met('a number may stand without quotation marks', MAX('NumericEquals', 10), max('10')),
  met('NumericNotEquals is true of another number', MAX('NumericNotEquals'), max('11')),
  missed('NumericNotEquals is false of the same number', MAX('NumericNotEquals'), max('10')),
  met('NumericNotEquals is true of an absent key', MAX('NumericNotEquals'), {}),
  logic.missed('NumericNotEquals is false of one of several numbers', { NumericNotEquals: { 's3:max-keys': ['10', '20'] } }, max('20')),
  met('NumericLessThan is true of a smaller number', MAX('NumericLessThan'), max('9')),
  missed('NumericLessThan is false of the same number', MAX('NumericLessThan'), max('10')),
  met('NumericLessThan knows decimal fractions', MAX('NumericLessThan', '10.5'), max('10.25')),
  missed('NumericLessThan does not compare texts', MAX('NumericLessThan', '9'), max('10')),
  missed('NumericLessThan is false of an absent key', MAX('NumericLessThan'), {}),
  met('NumericLessThanEquals is true of the same number', MAX('NumericLessThanEquals'), max('10')),
  missed('NumericLessThanEquals is false of a greater number', MAX('NumericLessThanEquals'), max('11')),
  met('NumericGreaterThan is true of a greater number', MAX('NumericGreaterThan'), max('100')),
  missed('NumericGreaterThan is false of the same number', MAX('NumericGreaterThan'), max('10')),
  missed('NumericGreaterThan is false of a smaller number', MAX('NumericGreaterThan'), max('9')),
  met('NumericGreaterThanEquals is true of the same number', MAX('NumericGreaterThanEquals'), max('10')),
  missed('NumericGreaterThanEquals is false of a smaller number', MAX('NumericGreaterThanEquals'), max('9')),
  met('NumericLessThanIfExists is true of an absent key', MAX('NumericLessThanIfExists'), {}),
  missed('NumericLessThanIfExists is false of a greater number', MAX('NumericLessThanIfExists'), max('11')),
  missed('an absent MFA age is not a recent one', { NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '3600' } }, {}),
  passes('a Deny of NumericGreaterThan is without effect for an absent key', MAX('NumericGreaterThan'), {}),

  // Dates
  met('DateEquals is true of the same time', NOW('DateEquals'), now('2020-04-01T00:00:00Z')),
  missed('DateEquals is false of a second later', NOW('DateEquals'), now('2020-04-01T00:00:01Z')),
  met('DateEquals is true of the same time in another time zone', NOW('DateEquals'), now('2020-04-01T02:00:00+02:00')),
  missed('DateNotEquals is false of the same time', NOW('DateNotEquals'), now('2020-04-01T00:00:00Z')),
  met('DateNotEquals is true of another time', NOW('DateNotEquals'), now('2020-04-02T00:00:00Z')),
  met('DateNotEquals is true of an absent key', { DateNotEquals: { 'aws:TokenIssueTime': '2020-04-01T00:00:00Z' } }, {}),
  met('DateLessThan is true of an earlier time', NOW('DateLessThan'), now('2020-03-31T23:59:59Z')),
  missed('DateLessThan is false of the same time', NOW('DateLessThan'), now('2020-04-01T00:00:00Z')),
  met('DateLessThanEquals is true of the same time', NOW('DateLessThanEquals'), now('2020-04-01T00:00:00Z')),
  missed('DateLessThanEquals is false of a later time', NOW('DateLessThanEquals'), now('2020-04-01T00:00:01Z')),
  met('DateGreaterThan is true of a later time', NOW('DateGreaterThan'), now('2020-04-01T00:00:01Z')),
  missed('DateGreaterThan is false of the same time', NOW('DateGreaterThan'), now('2020-04-01T00:00:00Z')),
  met('DateGreaterThanEquals is true of the same time', NOW('DateGreaterThanEquals'), now('2020-04-01T00:00:00Z')),
  missed('DateGreaterThanEquals is false of an earlier time', NOW('DateGreaterThanEquals'), now('2020-03-31T23:59:59Z')),
  missed('DateGreaterThan is false of an absent key', { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } }, {}),
  met('DateGreaterThanIfExists is true of an absent key', { DateGreaterThanIfExists: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } }, {}),
  dates.met('a time between two dates is within both', SPRING, now('2020-05-01T12:00:00Z')),
  dates.missed('a time before the first date is outside', SPRING, now('2020-03-01T12:00:00Z')),
  dates.missed('a time after the last date is outside', SPRING, now('2020-07-01T00:00:00Z')),
  keys.met('DateLessThan compares seconds since 1970', { DateLessThan: { 'aws:EpochTime': '1585699200' } }, { 'aws:EpochTime': '1585699199' }),
  keys.missed('DateLessThan is false of the same second since 1970', { DateLessThan: { 'aws:EpochTime': '1585699200' } }, { 'aws:EpochTime': '1585699200' }),
  keys.met('numeric operators compare seconds since 1970', { NumericGreaterThan: { 'aws:EpochTime': '1585699200' } }, { 'aws:EpochTime': '1585699201' }),
  met('a date of the policy in seconds is the same as the ISO date of the request', NOW('DateEquals', '1585699200'), now('2020-04-01T00:00:00Z')),
  missed('a date of the policy in seconds is not a later ISO date', NOW('DateEquals', '1585699200'), now('2020-04-01T00:00:01Z')),
  met('a date without a time is the beginning of the day in comparisons with a later day', NOW('DateGreaterThan', '2020-04-01'), now('2020-04-03T00:00:00Z')),
  missed('a date without a time is not before an earlier day', NOW('DateGreaterThan', '2020-04-01'), now('2020-03-30T00:00:00Z')),
  stops('a Deny of sessions issued before a time is in effect for an older one', { DateLessThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' } },
    { 'aws:TokenIssueTime': '2019-12-31T00:00:00Z' }),
  passes('a Deny of sessions issued before a time is without effect for a newer one', { DateLessThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' } },
    { 'aws:TokenIssueTime': '2020-01-02T00:00:00Z' }),

  // Bool
  met('Bool true is true of true', MFA('Bool', 'true'), { 'aws:MultiFactorAuthPresent': 'true' }),
  missed('Bool true is false of false', MFA('Bool', 'true'), { 'aws:MultiFactorAuthPresent': 'false' }),
  missed('Bool true is false of an absent key', MFA('Bool', 'true'), {}),
  missed('Bool false is false of an absent key', MFA('Bool', 'false'), {}),
  met('Bool false is true of false', MFA('Bool', 'false'), { 'aws:MultiFactorAuthPresent': 'false' }),
  grammar.met('a Boolean may stand without quotation marks', MFA('Bool', true), { 'aws:MultiFactorAuthPresent': 'true' }),
  grammar.missed('a false without quotation marks is not true', MFA('Bool', false), { 'aws:MultiFactorAuthPresent': 'true' }),
  stops('a Deny of requests without TLS stops one', { Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'false' }),
  passes('a Deny of requests without TLS lets one with TLS pass', { Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'true' }),
  keys.passes('a Deny of Bool false misses a request with long-term credentials', MFA('Bool', 'false'), {}),
  keys.stops('a Deny of BoolIfExists false stops a request with long-term credentials', MFA('BoolIfExists', 'false'), {}),
  keys.passes('a Deny of BoolIfExists false lets a request with MFA pass', MFA('BoolIfExists', 'false'), { 'aws:MultiFactorAuthPresent': 'true' }),
  keys.met('BoolIfExists true is true of an absent key', MFA('BoolIfExists', 'true'), {}),
  keys.missed('BoolIfExists true is false of false', MFA('BoolIfExists', 'true'), { 'aws:MultiFactorAuthPresent': 'false' }),

  // Binary: the values of the request are base64 here, as those of the policy
  met('BinaryEquals is true of the same bytes', BYTES('QmluYXJ5VmFsdWVJbkJhc2U2NA=='), { 'svc:key': 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' }),
  missed('BinaryEquals is false of other bytes', BYTES('QmluYXJ5VmFsdWVJbkJhc2U2NA=='), { 'svc:key': 'QmluYXJ5VmFsdWVJbkJhc2U2NQ==' }),
  missed('BinaryEquals is false of bytes whose text differs in case only', BYTES('QUJD'), { 'svc:key': 'YWJj' }),
  missed('BinaryEquals is false of an absent key', BYTES('QUJD'), {}),
  met('BinaryEqualsIfExists is true of an absent key', { BinaryEqualsIfExists: { 'svc:key': 'QUJD' } }, {}),

  // IP addresses
  met('IpAddress is true of an address within the range', IP('IpAddress', '203.0.113.0/24'), ip('203.0.113.77')),
  met('IpAddress is true of the first address of the range', IP('IpAddress', '203.0.113.0/24'), ip('203.0.113.0')),
  met('IpAddress is true of the last address of the range', IP('IpAddress', '203.0.113.0/24'), ip('203.0.113.255')),
  missed('IpAddress is false of the address before the range', IP('IpAddress', '203.0.113.0/24'), ip('203.0.112.255')),
  missed('IpAddress is false of the address after the range', IP('IpAddress', '203.0.113.0/24'), ip('203.0.114.0')),
  met('IpAddress knows ranges that end within a byte', IP('IpAddress', '203.0.113.128/25'), ip('203.0.113.129')),
  missed('IpAddress knows where a range begins within a byte', IP('IpAddress', '203.0.113.128/25'), ip('203.0.113.127')),
  met('IpAddress without a prefix is the one address', IP('IpAddress', '203.0.113.5'), ip('203.0.113.5')),
  missed('IpAddress without a prefix is no other address', IP('IpAddress', '203.0.113.5'), ip('203.0.113.6')),
  met('IpAddress with /0 is every address', IP('IpAddress', '0.0.0.0/0'), ip('198.51.100.1')),
  missed('IpAddress is false of an absent key', IP('IpAddress', '203.0.113.0/24'), {}),
  met('IpAddress is true of one of several ranges', IP('IpAddress', '203.0.113.0/24', '198.51.100.0/24'), ip('198.51.100.9')),
  met('IpAddress is true of an IPv6 address within the range', IP('IpAddress', '2001:DB8:1234:5678::/64'), ip('2001:DB8:1234:5678::1')),
  missed('IpAddress is false of an IPv6 address outside the range', IP('IpAddress', '2001:DB8:1234:5678::/64'), ip('2001:DB8:1234:5679::1')),
  met('IpAddress takes :: as a range of zeros', IP('IpAddress', '2001:db8::/32'), ip('2001:db8:0:0:0:0:0:1')),
  met('IpAddress compares IPv6 addresses and not their letters', IP('IpAddress', '2001:DB8:1234:5678::/64'), ip('2001:db8:1234:5678:9:a:b:c')),
  met('IpAddress of both families is true of IPv4', IP('IpAddress', '203.0.113.0/24', '2001:DB8:1234:5678::/64'), ip('203.0.113.1')),
  met('IpAddress of both families is true of IPv6', IP('IpAddress', '203.0.113.0/24', '2001:DB8:1234:5678::/64'), ip('2001:db8:1234:5678::9')),
  missed('IpAddress of IPv4 is false of an IPv6 address', IP('IpAddress', '203.0.113.0/24'), ip('2001:db8:1234:5678::9')),
  missed('NotIpAddress is false of an address within the range', IP('NotIpAddress', '203.0.113.0/24'), ip('203.0.113.7')),
  met('NotIpAddress is true of an address outside the range', IP('NotIpAddress', '203.0.113.0/24'), ip('198.51.100.1')),
  met('NotIpAddress is true of an absent key', IP('NotIpAddress', '203.0.113.0/24'), {}),
  logic.missed('NotIpAddress is false of one of several ranges', IP('NotIpAddress', '203.0.113.0/24', '198.51.100.0/24'), ip('198.51.100.1')),
  stops('a Deny of NotIpAddress stops an absent address', IP('NotIpAddress', '203.0.113.0/24'), {}),
  met('IpAddressIfExists is true of an absent key', IP('IpAddressIfExists', '203.0.113.0/24'), {}),
  missed('IpAddressIfExists is false of an address outside the range', IP('IpAddressIfExists', '203.0.113.0/24'), ip('198.51.100.1')),

  // ARNs
  met('ArnEquals is true of the same ARN', ARN('ArnEquals', TOPIC), arn(TOPIC)),
  missed('ArnEquals is false of another ARN', ARN('ArnEquals', TOPIC), arn('arn:aws:sns:us-east-1:123456789012:other')),
  missed('ArnEquals is false of an absent key', ARN('ArnEquals', TOPIC), {}),
  met('ArnEquals takes a * as ArnLike does', ARN('ArnEquals', 'arn:aws:sns:*:123456789012:top*'), arn(TOPIC)),
  met('ArnLike takes a * of a component', ARN('ArnLike', 'arn:aws:sns:*:123456789012:topic'), arn(TOPIC)),
  met('ArnLike takes a ? as one character', ARN('ArnLike', 'arn:aws:sns:us-east-?:123456789012:topic'), arn(TOPIC)),
  missed('ArnLike takes a ? as no more than one character', ARN('ArnLike', 'arn:aws:sns:us-?-1:123456789012:topic'), arn(TOPIC)),
  missed('ArnLike looks at the case', ARN('ArnLike', 'arn:aws:sns:*:123456789012:Topic'), arn(TOPIC)),
  missed('ArnLike needs the account beside a *', ARN('ArnLike', 'arn:aws:sns:*:999999999999:topic'), arn(TOPIC)),
  missed('ArnLike keeps a * within its component', ARN('ArnLike', FINANCE), arn(STORE)),
  missed('ArnEquals keeps a * within its component', ARN('ArnEquals', FINANCE), arn(STORE)),
  met('StringLike lets a * go over the components', ARN('StringLike', FINANCE), arn(STORE)),
  met('ArnNotLike is true where a * would have to leave its component', ARN('ArnNotLike', FINANCE), arn(STORE)),
  met('ArnLike lets a * of the last component go over slashes', ARN('ArnLike', FINANCE), arn('arn:aws:someservice:us-east-2:111122223333:finance/a/b')),
  met('ArnLike lets a * of the last component go over its colons', ARN('ArnLike', 'arn:aws:logs:*:111122223333:log-group:*'),
    arn('arn:aws:logs:us-east-1:111122223333:log-group:app:log-stream:one')),
  met('ArnLike is true of one of several', ARN('ArnLike', 'arn:aws:sqs:*:*:*', 'arn:aws:sns:*:*:*'), arn(TOPIC)),
  missed('ArnNotEquals is false of the same ARN', ARN('ArnNotEquals', TOPIC), arn(TOPIC)),
  met('ArnNotEquals is true of another ARN', ARN('ArnNotEquals', TOPIC), arn('arn:aws:sns:us-east-1:123456789012:other')),
  missed('ArnNotEquals takes a * as ArnNotLike does', ARN('ArnNotEquals', 'arn:aws:sns:*:123456789012:*'), arn(TOPIC)),
  met('ArnNotLike is true of an absent key', ARN('ArnNotLike', TOPIC), {}),
  logic.missed('ArnNotLike is false of one of several', ARN('ArnNotLike', 'arn:aws:sqs:*:*:*', 'arn:aws:sns:*:*:*'), arn(TOPIC)),
  met('ArnLikeIfExists is true of an absent key', ARN('ArnLikeIfExists', TOPIC), {}),
  missed('ArnLikeIfExists is false of another ARN', ARN('ArnLikeIfExists', TOPIC), arn('arn:aws:sns:us-east-1:123456789012:other')),
  stops('a Deny of ArnNotEquals stops an absent source', ARN('ArnNotEquals', TOPIC), {}),
  met('StringEquals of an ARN takes it as text', ARN('StringEquals', TOPIC), arn(TOPIC)),
  missed('StringEquals of an ARN takes a * as itself', ARN('StringEquals', 'arn:aws:sns:*:123456789012:topic'), arn(TOPIC)),
];
