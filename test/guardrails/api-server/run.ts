/**
 * Tries what is generated for Kubernetes on a real API server: each case of `test/guardrails/admission/cases.ts` with the
 * policy that it is about, the RBAC objects, the manifests of the examples and, with Kyverno's CRDs, its documents.
 *
 *     KUBE_APISERVER=/path/to/kube-apiserver ETCD=/path/to/etcd KYVERNO_CRDS=/path/to/one.yaml:/path/to/other.yaml npx projen api-server
 *
 * Without the first two it says that it was skipped. It prints one line for each group, and exits with 1 if one failed.
 * A change that the API server itself refuses, for example of a Job's template, asks no policy and is counted apart.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as cdk8s from 'cdk8s';
import { ApiServer } from './server';
import { checkout } from '../../../examples/checkout/app';
import { withPodIdentity } from '../../../examples/invoice-exporter/app';
import { AdmissionEngine, IdentityRoles } from '../../../src';
import { AdmissionCase, CASES } from '../admission/cases';
import { documentsOf, policiesOf } from '../admission/policies';

const { KUBE_APISERVER, ETCD, KYVERNO_CRDS } = process.env;

/** The path of the objects of a kind. */
function pathOf({ apiVersion, kind, metadata: { namespace } }: any): string {
  const plural = kind.toLowerCase().replace(/y$/, 'ie');
  return `${apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`}${namespace ? `/namespaces/${namespace}` : ''}/${plural}s`;
}

async function mustTake(server: ApiServer, object: any, query = ''): Promise<void> {
  const { status, body } = await server.ask('POST', `${pathOf(object)}?fieldValidation=Strict${query}`, object);
  if (status !== 201 && status !== 409) { throw new Error(`${object.kind} ${object.metadata.name}: ${body.message ?? body}`); }
}

async function makeNamespaces(server: ApiServer, objects: any[]): Promise<void> {
  for (const name of new Set(objects.map(({ metadata }) => metadata.namespace).filter(Boolean))) {
    await mustTake(server, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
}

/** What the policy says, by the API server; `undefined` if the API server refused before it asked. */
async function isAdmitted(server: ApiServer, { policy, object, old, subresource }: AdmissionCase): Promise<boolean | undefined> {
  const named = `${pathOf(object)}/${object.metadata.name}`;
  const { metadata: { resourceVersion } = { resourceVersion: undefined } } = old === undefined ? {} : (await server.ask('GET', named)).body;
  const { status, body } = old === undefined
    ? await server.ask('POST', `${pathOf(object)}?dryRun=All`, object)
    : await server.ask('PUT', `${[named, subresource].filter(Boolean).join('/')}?dryRun=All`, { ...object, metadata: { ...object.metadata, resourceVersion } });
  if (status < 300) { return true; }
  return `${body.message}`.includes(`ValidatingAdmissionPolicy 'workload-identity-${policy}'`) ? false : undefined;
}

/** Asks the cases of a policy, which alone is there. */
async function tryPolicy(server: ApiServer, policy: string, documents: any[]): Promise<string> {
  const cases = CASES.filter((each) => each.policy === policy).map((each, index) => rename(each, `case-${index}`));
  for (const { old } of cases) { if (old !== undefined) { await mustTake(server, old); } }
  for (const document of documents) { await mustTake(server, document); }
  const probe = cases.find(({ admitted, old }) => !admitted && old === undefined)!;
  for (let second = 0; await isAdmitted(server, probe) !== false; second++) {
    if (second === 30) { throw new Error(`${policy} did not decide within half a minute`); }
    await sleep(1000);
  }
  const wrong: string[] = [];
  let unasked = 0;
  for (const each of cases) {
    const admitted = await isAdmitted(server, each);
    if (admitted === undefined) { unasked++; } else if (admitted !== each.admitted) { wrong.push(`${each.title} is ${admitted ? 'admitted' : 'refused'}`); }
  }
  const warnings = (await server.ask('GET', `${pathOf(documents[0])}/${documents[0].metadata.name}`)).body.status?.typeChecking?.expressionWarnings ?? [];
  for (const document of documents) { await server.ask('DELETE', `${pathOf(document)}/${document.metadata.name}`); }
  for (const { old } of cases) { if (old !== undefined) { await server.ask('DELETE', `${pathOf(old)}/${old.metadata.name}`); } }
  if (wrong.length + warnings.length > 0) { throw new Error([...wrong, ...warnings.map(({ warning }: any) => warning)].join('; ')); }
  return `${cases.length - unasked} cases, ${unasked} that the API server itself refuses`;
}

function rename(each: AdmissionCase, name: string): AdmissionCase {
  const named = (object: any) => object && (object.kind === 'ServiceAccount' ? object : { ...object, metadata: { ...object.metadata, name } });
  return { ...each, object: named(each.object), old: named(each.old) };
}

/** The groups of what is tried, by their name. */
function groups(server: ApiServer): [string, () => Promise<string>][] {
  const documents = documentsOf(policiesOf(AdmissionEngine.KUBERNETES).charts);
  const takesAll = (objects: () => any[]) => async () => {
    await makeNamespaces(server, objects());
    for (const object of objects()) { await mustTake(server, object, '&dryRun=All'); }
    return `${objects().length} objects`;
  };
  const kyverno = (engine: AdmissionEngine): [string, () => Promise<string>] => [engine, takesAll(() => documentsOf(policiesOf(engine).charts))];
  return [
    ...[...new Set(CASES.map(({ policy }) => policy))].map((policy): [string, () => Promise<string>] => [
      policy, () => tryPolicy(server, policy, documents.filter(({ metadata }) => metadata.name === `workload-identity-${policy}`)),
    ]),
    ['RBAC', takesAll(roles)],
    ['examples', takesAll(() => [checkout(), withPodIdentity()].flatMap(({ charts }) => documentsOf(charts)))],
    ...(KYVERNO_CRDS ? [kyverno(AdmissionEngine.KYVERNO), kyverno(AdmissionEngine.KYVERNO_CLUSTER_POLICY)] : []),
  ];
}

function roles(): any[] {
  const chart = new cdk8s.Chart(new cdk8s.App(), 'roles');
  const { app } = checkout();
  new IdentityRoles(chart, 'Roles', { workloadsOf: [app], namespaces: ['shop-prod'], users: ['developers'], administrators: ['platform'] });
  return chart.toJson();
}

async function main(kubeApiserver: string, etcd: string): Promise<void> {
  const server = await ApiServer.start(kubeApiserver, etcd);
  try {
    await makeNamespaces(server, CASES.map(({ object }) => object));
    for (const file of (KYVERNO_CRDS ?? '').split(':').filter(Boolean)) {
      for (const crd of readFileSync(file, 'utf8').split(/^---$/m).filter((text) => text.trim() !== '')) {
        const { status, body } = await server.ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd);
        if (status !== 201) { throw new Error(`${file}: ${body.message ?? body}`); }
      }
    }
    if (KYVERNO_CRDS) { await sleep(5000); }
    for (const [name, attempt] of groups(server)) {
      console.log(await attempt().then((said) => `ok      ${name}: ${said}`, (error) => {
        process.exitCode = 1;
        return `failed  ${name}: ${error.message}`;
      }));
    }
  } finally {
    server.stop();
  }
}

if (KUBE_APISERVER === undefined || ETCD === undefined) {
  console.log('skipped: set KUBE_APISERVER and ETCD to the paths of a kube-apiserver and an etcd');
} else {
  main(KUBE_APISERVER, ETCD).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
