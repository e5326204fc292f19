/** Something in a manifest that SDKs take before the identity of the pod, so that the identity is never used. */
export interface StaticCredential {
  /** The path of the object in the cdk8s app. */
  readonly object: string;
  /** The container, by its name. */
  readonly container: string;
  /** The variable, or the path of the file in the container. */
  readonly name: string;
  /** Where it comes from: `env`, `envFrom of Secret "NAME"`, or `volume "NAME"`. */
  readonly source: string;
  /** Whether it is known to stand in the way. A mounted `.aws` folder, of which the files are not known, may hold something else. */
  readonly certain: boolean;
  /** Why it stands in the way, and what to do. */
  readonly message: string;
}
