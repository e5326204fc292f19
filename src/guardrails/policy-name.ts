import { namespaceProblem } from '../private/kubernetes-names';

/** What is wrong with the beginning of names, to which an ending of at most 22 characters is added. */
export function policyNameProblem(name: string): string | undefined {
  return name.length <= 40 && namespaceProblem(name) === undefined
    ? undefined : 'must be 1 to 40 lower-case letters, digits and "-", beginning and ending with a letter or digit, since names in the cluster begin with it';
}
