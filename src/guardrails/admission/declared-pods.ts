import { celList, celText } from './cel';
import { sorted } from './match';
import { ACCOUNT, containers, LABELS, OLD_LABELS, OLD_POD, POD, UNCHANGED } from './pod-variables';
import { PODS_AND_TEMPLATES, PolicyDefinition, PolicyFacts, PolicyValidation } from './policy-definition';
import { compare } from '../../private/compare';
import { AllowedPods } from '../allowed-pods';
import { accountOf } from '../declared-accounts';

/** The service account of a workload is used by pods with the given labels and images alone. */
export function declaredPods({ usedBy }: PolicyFacts): PolicyDefinition {
  return {
    kinds: PODS_AND_TEMPLATES,
    variables: [
      POD, OLD_POD, LABELS, OLD_LABELS,
      { ...UNCHANGED, expression: `${UNCHANGED.expression} && variables.oldLabels == variables.labels` },
      ACCOUNT, containers('initContainers'),
    ],
    validations: [...usedBy].sort((a, b) => compare(accountOf(a.workload), accountOf(b.workload))).flatMap(validationsOf),
  };
}

function validationsOf({ workload, labels = {}, images: given = [] }: AllowedPods): PolicyValidation[] {
  const account = accountOf(workload);
  const images = sorted(given);
  const otherwise = `variables.unchanged || variables.account != ${celText(account)}`;
  return [
    ...Object.entries(labels).sort(([a], [b]) => compare(a, b)).map(([key, value]) => ({
      expression: `${otherwise} || (${celText(key)} in variables.labels && variables.labels[${celText(key)}] == ${celText(value)})`,
      message: `Pods of the service account ${account} must have the label ${key}=${value}: set it if they are its application's, and otherwise use another service account.`,
    })),
    ...(images.length === 0 ? [] : [{
      expression: `${otherwise} || variables.containers.all(c, has(c.image) && ${celList(images)}.exists(i, c.image == i || c.image.startsWith(i + ":") || c.image.startsWith(i + "@")))`,
      message: `Containers of the service account ${account} must run one of the images ${images.join(', ')}: use another service account for others.`,
    }]),
  ];
}
