import { textIn } from '../../policy/template';
import { showText, Text } from '../../policy/text';
import { nameOf, roleOf } from '../association';
import { Check, Found } from '../check';
import { CheckedApp } from '../checked-app';
import { GuardrailCheck } from '../guardrail-check';
import { ServiceAccountManifest } from '../service-account-manifest';

export const ANNOTATION_BESIDE_ASSOCIATION: Check = {
  id: GuardrailCheck.ANNOTATION_BESIDE_ASSOCIATION,
  title: 'A ServiceAccount with the annotation of IRSA that has an association too',
  why: 'A pod that is admitted before EKS knows the association gets a token for the annotated role instead. That role doesn\'t trust the token, so the pod fails with '
    + 'InvalidIdentityToken until somebody restarts it; and inventories take the workload for one of IRSA.',
  fix: 'Take eks.amazonaws.com/role-arn off the ServiceAccount. While a workload migrates, let the annotated role trust its tokens as well: MigratingWorkload does.',
  run: (app) => app.serviceAccounts.filter((each) => each.roleArn !== undefined && hasAssociation(app, each) && !trustsTokens(app, each)).map(found),
};

function found(manifest: ServiceAccountManifest): Found {
  const { placed, roleArn } = manifest;
  const [name, role] = [nameOf(manifest), showText(textIn(placed.template, roleArn!))];
  return { at: placed, subject: name, message: `the ServiceAccount ${name} names ${role} in eks.amazonaws.com/role-arn, and has a Pod Identity association too` };
}

/** An association of another cluster for certain is none of this service account. */
function hasAssociation(app: CheckedApp, { clusterName, namespace, serviceAccountName }: ServiceAccountManifest): boolean {
  return app.associations.some((association) => isSame(association.namespace, namespace) && isSame(association.serviceAccountName, serviceAccountName)
    && isSame(association.clusterName, clusterName));
}

function isSame(a: Text, b: Text): boolean {
  return a.join('') === b.join('');
}

/** Whether the annotated role takes the tokens, as it does while a workload migrates. */
function trustsTokens(app: CheckedApp, { placed, roleArn, namespace, serviceAccountName }: ServiceAccountManifest): boolean {
  const annotated = roleOf(placed.template, roleArn, app.rolesByArn);
  return app.roles.some((role) => role.placed === annotated && role.trust.namesSubject(namespace, serviceAccountName));
}
