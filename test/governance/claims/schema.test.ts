import Ajv from 'ajv';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { claim, Json, load } from './claim';
import { IdentityClaims } from '../../../src';
import { Check } from '../../../src/governance/claims/check';
import { claimFields, SERVICES, SPEC } from '../../../src/governance/claims/claim-fields';
import { Field, GroupField } from '../../../src/governance/claims/field';
import { Problems } from '../../../src/governance/claims/problems';
import { readYaml } from '../../../src/governance/claims/read-yaml';

/*
 * The JSON Schema says of a document what the loader says, since both are made of one table.
 */

const FIELDS = claimFields('platform.mycompany.io');
const schema = JSON.parse(IdentityClaims.jsonSchema());
const bySchema = new Ajv({ strict: false }).compile(schema);

function byLoader(document: unknown): boolean {
  const file = readYaml('claim.json', JSON.stringify(document), new Problems());
  return new Check(file, new Problems()).document(FIELDS, file.contents[0]) !== undefined;
}

/** Values of a field, most of them right. */
function valueOf(field: Field): fc.Arbitrary<unknown> {
  const wrong = fc.constantFrom<unknown>(1, true, '', 'x', '*', ' ', 'p\u0430y', [], {}, ['x'], null, 'default', '${namespace}', '$', '/x');
  return fc.oneof({ weight: 20, arbitrary: right(field) }, { weight: 1, arbitrary: wrong });
}

/** Texts that match a pattern: a few of each, since they are costly to find. */
const samples = new Map<string, string[]>();

function samplesOf(pattern: string): string[] {
  const known = samples.get(pattern) ?? fc.sample(fc.stringMatching(new RegExp(pattern), { size: 'xsmall' }), { numRuns: 6, seed: 8 });
  samples.set(pattern, known);
  return known;
}

function right(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text': return fc.constantFrom(...samplesOf(field.pattern));
    case 'choice': return fc.constantFrom(...field.of);
    case 'flag': return fc.boolean();
    case 'list': return fc.array(valueOf(field.of), { minLength: 1, maxLength: 3 });
    case 'pairs': return fc.dictionary(fc.oneof(right(field.key) as fc.Arbitrary<string>, fc.constant('a\u0430')),
      valueOf(field.value), { minKeys: 1, maxKeys: 2 });
    case 'group': return field.verbs === undefined ? groupOf(field) : permissionOf(field);
  }
}

function groupOf({ fields, needs }: GroupField): fc.Arbitrary<unknown> {
  const names = Object.keys(fields);
  const odds = fc.record({ take: fc.subarray(names), all: fc.integer({ min: 0, max: 9 }), foreign: fc.integer({ min: 0, max: 19 }) });
  return odds.chain(({ take, all, foreign }) => {
    const needed = needs.flatMap((need) => all === 0 ? [] : [need].flat().slice(0, 1));
    const values = [...new Set([...needed, ...take.slice(0, 3)])].map((name) => [name, valueOf(fields[name])]);
    return fc.record({ ...Object.fromEntries(values), ...foreign === 0 ? { foreign: fc.constant(1) } : {} });
  });
}

/** An entry that is right for its verbs, mostly. */
function permissionOf({ fields, verbs }: GroupField): fc.Arbitrary<unknown> {
  const one = (names: object) => fc.constantFrom(...Object.keys(names));
  const odds = fc.record({ verb: one(verbs!), other: one(fields), odd: fc.integer({ min: 0, max: 3 }) });
  return odds.chain(({ verb, other, odd }) => {
    const { needs, takes } = verbs![verb];
    const names = [...needs.map((need) => [need].flat()[0]), ...takes.slice(0, 2), ...odd === 0 ? [other] : []];
    const values = Object.fromEntries(names.map((name) => [name, valueOf(fields[name])]));
    return fc.record({ ...values, access: odd === 1 ? valueOf(fields.access) : fc.constant([verb]) });
  });
}

test.each(Object.keys(SERVICES))('the schema and the loader agree on permissions of %s', (service) => {
  let taken = 0;
  fc.assert(fc.property(valueOf(SERVICES[service]), (permissions) => {
    const document = claim({ permissions: { [service]: permissions } });
    const expected = byLoader(document);
    taken += expected ? 1 : 0;
    expect([document, bySchema(document)]).toEqual([document, expected]);
  }), { numRuns: 100, seed: 8 });
  expect(taken).toBeGreaterThan(3);
});

test('the schema and the loader agree on the rest of a claim', () => {
  const { permissions: _, ...others } = SPEC.fields;
  fc.assert(fc.property(groupOf({ ...SPEC, fields: others }), valueOf(FIELDS.fields.metadata), (spec, metadata) => {
    const document = { ...claim(), metadata, spec };
    expect([document, bySchema(document)]).toEqual([document, byLoader(document)]);
  }), { numRuns: 500, seed: 8 });
});

test('the schema of another group takes claims of that', () => {
  const own = { ...claim(), apiVersion: 'identity.example.com/v1alpha1' };

  expect(bySchema(own)).toBe(false);
  expect(new Ajv({ strict: false }).compile(JSON.parse(IdentityClaims.jsonSchema({ apiGroup: 'identity.example.com' })))(own)).toBe(true);
});

/** All values of a key, at any depth. */
function valuesOf(json: unknown, key: string): unknown[] {
  if (typeof json !== 'object' || json === null) { return []; }
  return Object.entries(json).flatMap(([name, value]) => [...name === key ? [value] : [], ...valuesOf(value, key)]);
}

const NOT_STRUCTURAL = ['const', 'propertyNames', 'if', 'then', 'oneOf', 'allOf', 'uniqueItems', '$ref', 'patternProperties'];

describe('the CRD', () => {
  const crd = parse(IdentityClaims.customResourceDefinition());
  const [version] = crd.spec.versions;
  const spec = version.schema.openAPIV3Schema.properties.spec;

  test('is of the kind that claims are of', () => {
    expect(crd).toMatchObject({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'awsworkloadidentityclaims.platform.mycompany.io' },
      spec: { group: 'platform.mycompany.io', scope: 'Namespaced', names: { kind: 'AwsWorkloadIdentityClaim', plural: 'awsworkloadidentityclaims' } },
    });
    expect(version).toMatchObject({ name: 'v1alpha1', served: true, storage: true });
    expect(spec.required).toEqual(['environment', 'owner']);
    expect(Object.keys(spec.properties.permissions.properties)).toEqual(Object.keys(SERVICES));
  });

  test('is a structural schema: each has one type, and none of what Kubernetes refuses there', () => {
    const check = (each: Json): void => {
      expect(typeof each.type).toBe('string');
      expect(Object.keys(each).filter((key) => NOT_STRUCTURAL.includes(key))).toEqual([]);
      expect(each.properties !== undefined && each.additionalProperties !== undefined).toBe(false);
      const children = [...Object.values((each.properties ?? {}) as Json), each.items, each.additionalProperties];
      children.filter((child) => child !== undefined).forEach((child) => check(child as Json));
    };
    check(spec);
  });

  test('has patterns that RE2 knows: no look-around, no references, no counts over 1,000', () => {
    const patterns = valuesOf(crd, 'pattern') as string[];

    expect(patterns.length).toBeGreaterThan(50);
    for (const pattern of patterns) {
      expect(pattern).toMatch(/^\^\(.*\)\$$/s);
      expect(pattern).not.toMatch(/\(\?|\\[1-9]/);
      expect([...pattern.matchAll(/\{\d+,?(\d*)\}/g)].filter(([count]) => count.match(/\d+/g)!.some((each) => Number(each) > 1_000))).toEqual([]);
    }
  });

  test('fits into a request to a cluster', () => {
    expect(IdentityClaims.customResourceDefinition().length).toBeLessThan(200_000);
  });
});

test('what the schema takes can be loaded', () => {
  const document = claim({ permissions: { s3: [{ bucket: 'b-1', prefix: 'a/', access: ['read'] }] } });

  expect(bySchema(document)).toBe(true);
  expect(load(document).count).toBe(1);
});
