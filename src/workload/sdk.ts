import { SDK_VERSIONS, SdkFacts, SdkName } from './sdk-versions';
import { got, refuse } from '../private/errors';

/** A version as numbers: three or four of a release, or a date. */
const RELEASE = /^v?(\d+)\.(\d+)\.(\d+)(?:\.(\d+))?$/;
const DATE = /^(?:release-)?(\d{4})-(\d{2})-(\d{2})$/;

/**
 * An AWS SDK that the containers of a workload use, in its lowest version.
 *
 * A workload compares it with the minimum version of its mechanism, and refuses an older one, which would take the node's role or find
 * no credentials:
 *
 * | SDK | EKS Pod Identity | IRSA |
 * | --- | --- | --- |
 * | `java2` | 2.21.30 | 2.10.11 |
 * | `java1` | 1.12.746 | 1.11.704 |
 * | `go2` | release-2023-11-14 | all |
 * | `go1` | v1.47.11 | 1.23.13 |
 * | `boto3` | 1.34.41 | 1.9.220 |
 * | `botocore` | 1.34.41 | 1.12.200 |
 * | `cli2` | 2.15.0 | none is listed |
 * | `cli1` | 1.30.0 | 1.16.232 |
 * | `javascript3` | 3.458.0 | 3.27.0 |
 * | `javascript2` | 2.1550.0 | 2.525.0 |
 * | `kotlin` | 1.0.1 | none is listed |
 * | `ruby` | 3.188.0 | 3.58.0 |
 * | `rust` | release-2024-03-13 | none is listed |
 * | `cpp` | 1.11.263 | 1.7.174 |
 * | `dotnet` | 3.7.734.0 | 3.3.659.1 |
 * | `powershell` | 4.1.502 | none is listed |
 * | `php` | 3.287.1 | 3.110.7 |
 *
 * For IRSA, Java 2 needs the module `sts` on the class path, and .NET the package `AWSSDK.SecurityToken`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts-minimum-sdk.html
 * @example
 * declare const cluster: eks.Cluster;
 * new PodIdentityWorkload(this, 'InvoiceExporter', {
 *   cluster,
 *   namespace: 'finance-prod',
 *   serviceAccountName: 'invoice-exporter',
 *   owner: 'finance-platform',
 *   sdk: [Sdk.java2('2.29.1'), Sdk.boto3('1.35.0')],
 * });
 */
export class Sdk {
  /** The AWS SDK for Java 2. A version is of the form of `2.21.30`. */
  public static java2(version: string): Sdk {
    return new Sdk('java2', version);
  }

  /** The AWS SDK for Java 1. A version is of the form of `1.12.746`. */
  public static java1(version: string): Sdk {
    return new Sdk('java1', version);
  }

  /** The AWS SDK for Go 2, by the date of its release. A version is of the form of `release-2023-11-14`. */
  public static go2(version: string): Sdk {
    return new Sdk('go2', version);
  }

  /** The AWS SDK for Go 1. A version is of the form of `v1.47.11`. */
  public static go1(version: string): Sdk {
    return new Sdk('go1', version);
  }

  /** Boto3, for Python. A version is of the form of `1.34.41`. */
  public static boto3(version: string): Sdk {
    return new Sdk('boto3', version);
  }

  /** Botocore, for Python. A version is of the form of `1.34.41`. */
  public static botocore(version: string): Sdk {
    return new Sdk('botocore', version);
  }

  /** The AWS CLI 2. A version is of the form of `2.15.0`. */
  public static cli2(version: string): Sdk {
    return new Sdk('cli2', version);
  }

  /** The AWS CLI 1. A version is of the form of `1.30.0`. */
  public static cli1(version: string): Sdk {
    return new Sdk('cli1', version);
  }

  /** The AWS SDK for JavaScript 3. A version is of the form of `3.458.0`. */
  public static javascript3(version: string): Sdk {
    return new Sdk('javascript3', version);
  }

  /** The AWS SDK for JavaScript 2. A version is of the form of `2.1550.0`. */
  public static javascript2(version: string): Sdk {
    return new Sdk('javascript2', version);
  }

  /** The AWS SDK for Kotlin. A version is of the form of `1.0.1`. */
  public static kotlin(version: string): Sdk {
    return new Sdk('kotlin', version);
  }

  /** The AWS SDK for Ruby, by its `aws-sdk-core`. A version is of the form of `3.188.0`. */
  public static ruby(version: string): Sdk {
    return new Sdk('ruby', version);
  }

  /** The AWS SDK for Rust, by the date of its release. A version is of the form of `release-2024-03-13`. */
  public static rust(version: string): Sdk {
    return new Sdk('rust', version);
  }

  /** The AWS SDK for C++. A version is of the form of `1.11.263`. */
  public static cpp(version: string): Sdk {
    return new Sdk('cpp', version);
  }

  /** The AWS SDK for .NET, by its `AWSSDK.Core`. A version is of the form of `3.7.734.0`. */
  public static dotnet(version: string): Sdk {
    return new Sdk('dotnet', version);
  }

  /** The AWS Tools for PowerShell. A version is of the form of `4.1.502`. */
  public static powershell(version: string): Sdk {
    return new Sdk('powershell', version);
  }

  /** The AWS SDK for PHP. A version is of the form of `3.287.1`. */
  public static php(version: string): Sdk {
    return new Sdk('php', version);
  }

  /**
   * An SDK by its name, for what reads it from a file.
   *
   * @param name as its method here is called, for example `java2`
   * @throws if no SDK has that name, or the version isn't one of it
   */
  public static of(name: string, version: string): Sdk {
    return new Sdk(name, version);
  }

  /** @internal */
  public readonly _facts: SdkFacts;

  private constructor(
    /** The name of the SDK, for example `java2`. */
    public readonly name: string,
    /** The version, as it was given. */
    public readonly version: string,
  ) {
    if (!Object.hasOwn(SDK_VERSIONS, name)) {
      refuse('Sdk', 'InvalidSdk', `there is no SDK of this name: name one of ${Object.keys(SDK_VERSIONS).join(', ')}, ${got(name)}`);
    }
    this._facts = SDK_VERSIONS[name as SdkName];
    const { title, podIdentity, major } = this._facts;
    const numbers = numbersOf(version, podIdentity);
    if (numbers === undefined) { refuse('Sdk', 'InvalidSdk', `a version of ${title} must be of the form of ${podIdentity}, ${got(version)}`); }
    if (major !== undefined && numbers[0] !== major) {
      refuse('Sdk', 'InvalidSdk', `a version of ${title} begins with ${major}: correct it, or name the SDK that it is of, ${got(version)}`);
    }
  }

  /**
   * True iff the version is older than another.
   *
   * @internal
   */
  public _isOlderThan(minimum: string): boolean {
    const own = numbersOf(this.version, minimum)!;
    const other = numbersOf(minimum, minimum)!;
    const index = other.findIndex((number, at) => own[at] !== number);
    return index >= 0 && own[index] < other[index];
  }
}

/** The numbers of a version, four or a date's three; `undefined` if it isn't of the form of another one. */
function numbersOf(version: string, form: string): number[] | undefined {
  const pattern = DATE.test(form) ? DATE : RELEASE;
  return pattern.exec(version)?.slice(1).map((number) => Number(number ?? 0));
}
