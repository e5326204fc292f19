import { Validations } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { MigratingWorkload, MigrationStage, Sdk } from '../../src';
import { SDK_VERSIONS, SdkFacts } from '../../src/workload/sdk-versions';
import { clusterFixture, errorOf, IDENTITY, irsa, podIdentity, stackFixture, warned } from '../fixtures';

const SDKS: [string, SdkFacts][] = Object.entries(SDK_VERSIONS);

test.each(SDKS)('%s is taken in its minimum versions, and not before', (name, { podIdentity: first, irsa: before }) => {
  expect(() => podIdentity(stackFixture().stack, { sdk: [Sdk.of(name, first)] })).not.toThrow();
  expect(() => irsa(stackFixture().stack, { sdk: [Sdk.of(name, first)] })).not.toThrow();
  expect(errorOf(() => podIdentity(stackFixture().stack, { sdk: [Sdk.of(name, justBefore(first))] })).code).toBe('UnsupportedSdk');
  if (before === undefined) { return; }
  expect(() => irsa(stackFixture().stack, { sdk: [Sdk.of(name, before)] })).not.toThrow();
  expect(errorOf(() => irsa(stackFixture().stack, { sdk: [Sdk.of(name, justBefore(before))] })).code).toBe('UnsupportedSdk');
});

/** A version whose last number that isn't zero is one lower. */
function justBefore(version: string): string {
  return version.replace(/(\d+)((\.0)*)$/, (_, number, zeros) => `${`${Number(number) - 1}`.padStart(number.length, '0')}${zeros}`);
}

test.each(SDKS)('the method of %s makes it', (name, { podIdentity: version }) => {
  const sdk: Sdk = (Sdk as any)[name](version);

  expect([sdk.name, sdk.version]).toEqual([name, version]);
});

test('all that are too old are told, with the version to go to', () => {
  expect(errorOf(() => podIdentity(stackFixture().stack, { sdk: [Sdk.java2('2.20.1'), Sdk.boto3('1.35.0'), Sdk.go2('2023-10-01')] })).message).toBe('[Stack/Exporter] an SDK without EKS Pod Identity takes '
    + 'the node\'s role or finds no credentials: go from AWS SDK for Java 2 2.20.1 to 2.21.30 or newer; go from AWS SDK for Go 2 2023-10-01 to release-2023-11-14 or newer, '
    + 'got: ["java2 2.20.1","go2 2023-10-01"] (UnsupportedSdk)');
  expect(errorOf(() => irsa(stackFixture().stack, { sdk: [Sdk.java2('2.9.0')] })).message).toBe('[Stack/Exporter] an SDK without IRSA takes the node\'s role or finds no credentials: '
    + 'go from AWS SDK for Java 2 2.9.0 to 2.10.11 or newer, got: ["java2 2.9.0"] (UnsupportedSdk)');
});

test.each<[string, () => unknown, string]>([
  ['an unknown SDK', () => Sdk.of('perl', '1.0.0'), `[Sdk] there is no SDK of this name: name one of ${Object.keys(SDK_VERSIONS).join(', ')}, got: "perl" (InvalidSdk)`],
  ['a name that every object has', () => Sdk.of('toString', '1.0.0'), `[Sdk] there is no SDK of this name: name one of ${Object.keys(SDK_VERSIONS).join(', ')}, got: "toString" (InvalidSdk)`],
  ['a version of two numbers', () => Sdk.java2('2.21'), '[Sdk] a version of AWS SDK for Java 2 must be of the form of 2.21.30, got: "2.21" (InvalidSdk)'],
  ['a version that is none', () => Sdk.boto3('latest'), '[Sdk] a version of Boto3 must be of the form of 1.34.41, got: "latest" (InvalidSdk)'],
  ['a module\'s version for a release', () => Sdk.go2('1.30.0'), '[Sdk] a version of AWS SDK for Go 2 must be of the form of release-2023-11-14, got: "1.30.0" (InvalidSdk)'],
  ['a version of another SDK', () => Sdk.javascript3('2.1550.0'), '[Sdk] a version of AWS SDK for JavaScript 3 begins with 3: correct it, or name the SDK that it is of, got: "2.1550.0" (InvalidSdk)'],
])('fails for %s', (_, make, message) => {
  expect(errorOf(make)).toMatchObject({ code: 'InvalidSdk', message });
});

test('fails for an empty list', () => {
  expect(errorOf(() => podIdentity(stackFixture().stack, { sdk: [] })).message).toBe('[Stack/Exporter] sdk must name what the containers use, got: []; leave it out where that is not known (EmptyList)');
});

test('versions are ordered by their numbers', () => {
  const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30));
  fc.assert(fc.property(version, version, (one, other) => {
    const [text, minimum] = [one.join('.'), other.join('.')];
    const difference = one.map((number, index) => number - other[index]).find((each) => each !== 0) ?? 0;

    expect(Sdk.kotlin(text)._isOlderThan(minimum)).toBe(difference < 0);
    expect(Sdk.kotlin(`v${text}`)._isOlderThan(minimum)).toBe(difference < 0);
  }));
});

describe('on the way to EKS Pod Identity', () => {
  const migrating = (stage: MigrationStage) => {
    const { stack } = stackFixture();
    const workload = new MigratingWorkload(stack, 'Exporter', { cluster: clusterFixture(stack), ...IDENTITY, stage, sdk: [Sdk.php('3.200.0')] });
    return { workload, warnings: () => warned(stack).map(({ text }) => text) };
  };

  test.each([MigrationStage.IRSA, MigrationStage.DUAL_TRUST])('an SDK that is too old for the cutover is a warning in stage %s', (stage) => {
    const { workload, warnings } = migrating(stage);

    expect(warnings()).toEqual(['pods would get no credentials from the cutover on: go from AWS SDK for PHP 3.200.0 to 3.287.1 or newer, or acknowledge this until then '
      + '[ack: annotation::cdk-eks-workload-identity:SdkBeforeCutover[php]]']);
    Validations.of(workload).acknowledge({ id: 'cdk-eks-workload-identity:SdkBeforeCutover[php]', reason: 'updated next week' });
  });

  test.each([MigrationStage.CUTOVER, MigrationStage.ANNOTATION_REMOVED, MigrationStage.POD_IDENTITY])('and an error in stage %s', (stage) => {
    expect(errorOf(() => migrating(stage)).code).toBe('UnsupportedSdk');
  });
});
