import { built } from './builders';
import { AuditedIdentity, nameOf, placeOf } from './identities';
import { trustProblem } from './trusted';
import { codeOfParts, partsOf, quoted, statementCode, stringCode, unwritable } from './written';
import { CheckedApp } from '../../guardrails/checked-app';
import { CheckedRole } from '../../guardrails/checked-role';
import { OWNER_LABEL } from '../../manifests/labels';
import { PlacedResource } from '../../policy/role';
import { literalOf, showText, Text } from '../../policy/text';

/** What is proposed for an identity: a declaration, or why there is none; and what to know of it. */
export interface Declaration {
  readonly identity: AuditedIdentity;
  readonly reason?: string;
  readonly remarks: readonly string[];
}

/** The declarations of all identities as one file of TypeScript. */
export interface Proposal {
  readonly declarations: readonly Declaration[];
  /** Empty if no identity could be declared. */
  readonly code: string;
}

/** Proposes a declaration for each identity: never wider than it is, and narrower where that is plain. */
export function propose(app: CheckedApp, identities: readonly AuditedIdentity[]): Proposal {
  const classes = new Map<string, StackClass>();
  const declarations = identities.map((identity): Declaration => {
    const reason = whyNot(identity) ?? trustProblem(identity, roleOf(identity, app));
    if (reason !== undefined) { return { identity, reason, remarks: [] }; }
    const { template } = identity.role!;
    const made = classes.get(template.name) ?? new StackClass(template.name, [...classes.values()].map(({ className }) => className));
    classes.set(template.name, made);
    return { identity, ...made.declare(identity, app) };
  });
  const bodies = [...classes.values()].filter((each) => each.hasAny).map((each) => each.code());
  return { declarations, code: bodies.length === 0 ? '' : [importsOf(bodies.join('\n')), ...bodies].join('\n\n') };
}

/** Why there is no declaration for an identity. */
function whyNot({ namespace, serviceAccount, pattern, role, isChained, association, roleArn, mechanisms }: AuditedIdentity): string | undefined {
  if (pattern !== undefined) { return 'the trust policy names no service account one by one: find out which ones use the role, and declare each'; }
  if (role === undefined) { return `the role ${roleArn} is in no template that was given: audit the template that has it as well`; }
  if (namespace === undefined) { return 'nothing tells the namespace: declare an AddonWorkload, or give the ServiceAccount its namespace'; }
  if (literalOf(serviceAccount) === 'default') { return 'pods that name no service account have "default": give the workload one of its own first'; }
  if (![namespace, serviceAccount].every((text) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(literalOf(text) ?? ''))) {
    return 'its namespace or service account is no name of Kubernetes, or is known at deploy time only: name both';
  }
  if (mechanisms.size === 0) { return 'the role doesn\'t trust its tokens, so the annotation has no effect: see which of both is meant'; }
  if (isChained) { return 'its pods become another role from the first: declare that one as a TargetRole'; }
  if (association?.hasSessionPolicy) { return 'its association has a session policy: declare it by sessionPolicy'; }
  return undefined;
}

function roleOf({ role }: AuditedIdentity, app: CheckedApp): CheckedRole {
  return app.roles.find(({ placed }) => placed === role)!;
}

/** The construct of the declarations of a stack. */
class StackClass {
  public readonly className: string;
  public hasAny = false;
  private readonly blocks: string[] = [];
  private readonly props = new Map<string, { name: string; type: string; doc: string }>();
  private readonly constructs = new Map<string, { name: string; importer: string; arn: string }>();
  private readonly ids = new Set<string>();

  constructor(private readonly stack: string, taken: readonly string[]) {
    this.className = unique(`${pascal(stack)}Identities`, (name) => taken.includes(name));
  }

  public declare(identity: AuditedIdentity, app: CheckedApp): Omit<Declaration, 'identity'> {
    const remarks: string[] = [];
    const access = this.accessOf(identity, app, remarks);
    if (typeof access === 'string') { return { reason: access, remarks: [] }; }
    if (identity.association?.tagsSessions === false && /PrincipalTag/i.test(access.join())) {
      return { reason: 'its policies compare tags of the session, and its association sets none: declare it with sessionTags: false', remarks: [] };
    }
    this.hasAny = true;
    const { role, namespace, serviceAccount, mechanisms, addon } = identity;
    const [kind, ...ofKind] = addon !== undefined ? ['AddonWorkload', `addon: ${this.prop(addon.logicalId, 'eks.IAddonRef', `The add-on ${placeOf(addon)}.`)}`]
      : !mechanisms.has('irsa') ? ['PodIdentityWorkload']
        : ['MigratingWorkload', `stage: MigrationStage.${mechanisms.has('pod-identity') ? 'CUTOVER' : 'IRSA'}`];
    const lines = [
      `cluster: ${this.prop(`cluster ${identity.cluster}`, 'eks.IClusterRef', `The cluster ${identity.cluster!}.`, 'cluster')}`,
      `namespace: ${quoted(showText(namespace!))}`,
      `serviceAccountName: ${quoted(showText(serviceAccount))}`,
      `owner: ${this.ownerOf(role!)}`,
      ...ofKind,
      ...this.boundaryOf(role!),
      ...tagsOf(role!, access.join()),
      ...access.length === 0 ? [] : [`access: [\n${access.map((each) => `        ${each},\n`).join('')}      ]`],
    ];
    const id = unique([namespace!, serviceAccount].map(idOf).join('.'), (each) => this.ids.has(each));
    this.ids.add(id);
    const comments = [`${nameOf(identity)}: ${identity.foundIn.join(', ')}`, ...remarks].map((text) => `    // ${text.replace(/\s+/g, ' ')}\n`);
    this.blocks.push(`${comments.join('')}    new ${kind}(this, ${quoted(id)}, {\n${lines.map((line) => `      ${line},\n`).join('')}    });`);
    return { remarks };
  }

  public code(): string {
    const body = this.blocks.join('\n\n');
    const constructs = [...this.constructs.values()].filter(({ name }) => new RegExp(`\\b${name}\\b`).test(body))
      .map(({ name, importer, arn }) => `    const ${name} = ${importer}(this, ${quoted(name)}, ${arn});`);
    const props = [...this.props.values()].map(({ name, type, doc }) => `  /** ${doc.replace(/\*\//g, '* /').replace(/\s+/g, ' ')} */\n  readonly ${name}: ${type};`);
    const where = this.stack === '' ? 'the stack of the roles' : `the stack ${this.stack.replace(/\*\/|\s+/g, ' ')}`;
    return [
      `export interface ${this.className}Props {`,
      ...props,
      '}',
      '',
      `/** Belongs into ${where}, since it refers to resources there. */`,
      `export class ${this.className} extends Construct {`,
      `  constructor(scope: Construct, id: string, props: ${this.className}Props) {`,
      '    super(scope, id);',
      '',
      ...constructs.length === 0 ? [] : [...constructs, ''],
      body,
      '  }',
      '}',
      '',
    ].join('\n');
  }

  /** Expressions of type `Access`; a text if it can't be said without being wider. */
  private accessOf(identity: AuditedIdentity, app: CheckedApp, remarks: string[]): string[] | string {
    const { placed: role, policies, unknownPolicies, managedByAws } = roleOf(identity, app);
    const left = [...unknownPolicies, ...managedByAws];
    if (left.length > 0) { remarks.push(`Left out, since what it says is not known here: ${left.join(', ')}. Declare what of it is used, and what it denies.`); }
    const access: string[] = [];
    for (const { effect, origin, written } of policies.identity) {
      const problem = unwritable(written!.statement, written!.template === role.template);
      if (problem !== undefined && effect === 'Deny') { return `${origin} denies, and ${problem}: without it the declaration would be wider`; }
      if (problem !== undefined) {
        remarks.push(`Left out: ${origin}, since ${problem}.`);
        continue;
      }
      const found = built(written!.statement, role.template, (importer, arn) => this.construct(importer, arn));
      if (found === undefined) {
        access.push(`Access.fromStatements(${quoted(`as ${origin} before`)}, ${statementCode(written!.statement, '        ')})`);
        if (effect === 'Allow') { remarks.push(`As it was: ${origin}. See whether a builder says it more narrowly.`); }
      } else {
        access.push(...found.access);
        if (found.narrowed.length > 0) { remarks.push(`Narrower: ${origin} allowed ${found.narrowed.join(', ')}; see whether more of that is used.`); }
      }
    }
    return [...new Set(access)];
  }

  private ownerOf({ resource }: PlacedResource): string {
    const tags: { Key?: unknown; Value?: unknown }[] = Array.isArray(resource.Properties?.Tags) ? resource.Properties.Tags : [];
    const owner = tags.find((tag) => tag?.Key === OWNER_LABEL)?.Value;
    return typeof owner === 'string' && /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(owner) ? quoted(owner)
      : this.prop('owner', 'string', `Who answers for those that have no tag ${OWNER_LABEL}.`);
  }

  private boundaryOf({ resource }: PlacedResource): string[] {
    const boundary = resource.Properties?.PermissionsBoundary;
    return boundary === undefined ? [] : [`permissionsBoundary: ${this.construct('iam.ManagedPolicy.fromManagedPolicyArn', codeOfParts(partsOf(boundary)))}`];
  }

  private construct(importer: string, arn: string): string {
    const key = `${importer} ${arn}`;
    const known = this.constructs.get(key);
    if (known !== undefined) { return known.name; }
    const kind = importer.split('.')[1].replace('ManagedPolicy', 'boundary').replace('StringParameter', 'parameter').toLowerCase();
    const made = { name: unique(kind, (name) => [...this.constructs.values()].some((each) => each.name === name)), importer, arn };
    this.constructs.set(key, made);
    return made.name;
  }

  private prop(key: string, type: string, doc: string, preferred = key): string {
    const known = this.props.get(key);
    if (known !== undefined) { return `props.${known.name}`; }
    const camel = pascal(preferred).replace(/^./, (first) => first.toLowerCase());
    const name = unique(camel, (each) => [...this.props.values()].some((other) => other.name === each));
    this.props.set(key, { name, type, doc });
    return `props.${name}`;
  }
}

/** The tags of the role, where a policy compares them. */
function tagsOf({ resource }: PlacedResource, access: string): string[] {
  if (!/PrincipalTag/i.test(access)) { return []; }
  const tags: { Key: string; Value: string }[] = resource.Properties?.Tags ?? [];
  const own = tags.filter(({ Key, Value }) => typeof Key === 'string' && Value !== undefined && Key !== OWNER_LABEL);
  return own.length === 0 ? [] : [`tags: { ${own.map(({ Key, Value }) => `${quoted(Key)}: ${stringCode(Value)}`).join(', ')} }`];
}

const IMPORTS: readonly (readonly [string, readonly string[]])[] = [
  ['aws-cdk-lib', ['Aws', 'Fn', 'Token']],
  ['constructs', ['Construct']],
  ['cdk-eks-workload-identity', [
    'Access', 'AddonWorkload', 'DynamoDbAccess', 'KinesisAccess', 'KmsAccess', 'KmsOperation', 'KmsService', 'MigratingWorkload', 'MigrationStage',
    'PodIdentityWorkload', 'S3Access', 'SecretsManagerAccess', 'SnsAccess', 'SqsAccess', 'SsmAccess',
  ]],
];
const MODULES = ['dynamodb', 'eks', 'iam', 'kinesis', 'kms', 's3', 'secretsmanager', 'sns', 'sqs', 'ssm'];

/** Comments and texts, in which a name is no use of it; those in backquotes have code within. */
const TEXTS = /\/\/.*|\/\*[^]*?\*\/|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g;

function importsOf(code: string): string {
  const plain = code.replace(TEXTS, (text) => text.startsWith('`') ? [...text.matchAll(/(?<!\\)\$\{(\w+)/g)].map(([, name]) => ` ${name}.`).join('') : '');
  const used = (name: string) => new RegExp(`(^|[^\\w.])${name}[.(,; ]`, 'm').test(plain);
  const names = IMPORTS.map(([module, all]) => [module, all.filter(used)] as const).filter(([, all]) => all.length > 0)
    .map(([module, all]) => `import { ${all.join(', ')} } from '${module}';`);
  const modules = MODULES.filter((name) => used(name)).map((name) => `import * as ${name} from 'aws-cdk-lib/aws-${name}';`);
  return [...names.filter((line) => line.includes('\'aws-cdk-lib\'')), ...modules, ...names.filter((line) => !line.includes('\'aws-cdk-lib\''))].join('\n');
}

function pascal(text: string): string {
  return text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '').map((word) => word[0].toUpperCase() + word.slice(1)).join('').replace(/^(?=\d)/, 'The');
}

function idOf(text: Text): string {
  return showText(text).replace(/[^A-Za-z0-9.-]+/g, '-');
}

function unique(name: string, isTaken: (name: string) => boolean): string {
  let made = name;
  for (let number = 2; isTaken(made); number += 1) { made = `${name}${number}`; }
  return made;
}
