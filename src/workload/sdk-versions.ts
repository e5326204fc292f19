/** What is known of an SDK. */
export interface SdkFacts {
  /** Its name in messages. */
  readonly title: string;
  /** The version since which it knows EKS Pod Identity. */
  readonly podIdentity: string;
  /** The version since which it knows IRSA; absent where AWS lists none, since all do. */
  readonly irsa?: string;
  /** The major version that the name stands for. */
  readonly major?: number;
}

/**
 * The minimum versions of both mechanisms, as the EKS User Guide lists them.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts-minimum-sdk.html
 */
export const SDK_VERSIONS = {
  java2: { title: 'AWS SDK for Java 2', podIdentity: '2.21.30', irsa: '2.10.11', major: 2 },
  java1: { title: 'AWS SDK for Java 1', podIdentity: '1.12.746', irsa: '1.11.704', major: 1 },
  go1: { title: 'AWS SDK for Go 1', podIdentity: 'v1.47.11', irsa: '1.23.13', major: 1 },
  go2: { title: 'AWS SDK for Go 2', podIdentity: 'release-2023-11-14' },
  boto3: { title: 'Boto3', podIdentity: '1.34.41', irsa: '1.9.220' },
  botocore: { title: 'botocore', podIdentity: '1.34.41', irsa: '1.12.200' },
  cli1: { title: 'AWS CLI 1', podIdentity: '1.30.0', irsa: '1.16.232', major: 1 },
  cli2: { title: 'AWS CLI 2', podIdentity: '2.15.0', major: 2 },
  javascript2: { title: 'AWS SDK for JavaScript 2', podIdentity: '2.1550.0', irsa: '2.525.0', major: 2 },
  javascript3: { title: 'AWS SDK for JavaScript 3', podIdentity: '3.458.0', irsa: '3.27.0', major: 3 },
  kotlin: { title: 'AWS SDK for Kotlin', podIdentity: '1.0.1' },
  ruby: { title: 'AWS SDK for Ruby (aws-sdk-core)', podIdentity: '3.188.0', irsa: '3.58.0' },
  rust: { title: 'AWS SDK for Rust', podIdentity: 'release-2024-03-13' },
  cpp: { title: 'AWS SDK for C++', podIdentity: '1.11.263', irsa: '1.7.174' },
  dotnet: { title: 'AWS SDK for .NET', podIdentity: '3.7.734.0', irsa: '3.3.659.1' },
  powershell: { title: 'AWS Tools for PowerShell', podIdentity: '4.1.502' },
  php: { title: 'AWS SDK for PHP', podIdentity: '3.287.1', irsa: '3.110.7' },
} as const satisfies Record<string, SdkFacts>;

/** An SDK, as the library names it. */
export type SdkName = keyof typeof SDK_VERSIONS;
