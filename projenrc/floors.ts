import { javascript } from 'projen';

/**
 * Lets the rooms of `src/` import from lower floors alone.
 *
 * @param floors the rooms of each floor, the lowest first; rooms of one floor don't know each other
 */
export function restrictFloors(eslint: javascript.Eslint, floors: string[][]): void {
  const zones = floors.flatMap((rooms, floor) => rooms.map((room) => ({
    target: `./src/${room}`,
    from: './src',
    except: [room, ...floors.slice(0, floor).flat()].map((allowed) => `./${allowed}`),
    message: `${room}/ imports from lower floors alone: ${floors.slice(0, floor).flat().join(', ') || 'none'}.`,
  })));
  eslint.addRules({
    'import/no-restricted-paths': ['error', { zones }],
    'import/no-cycle': ['error', { ignoreExternal: true, disableScc: true }],
  });
  forbid(eslint, 'src/policy', ['aws-cdk-lib', 'aws-cdk-lib/**', 'constructs', 'cdk8s', '**/private/tokens', '**/private/arns', '**/private/errors'],
    'policy/ is pure TypeScript: it knows neither the CDK nor Kubernetes.');
  forbid(eslint, 'src/manifests', ['aws-cdk-lib', 'aws-cdk-lib/**'], 'manifests/ writes plain facts with cdk8s: it knows no AWS construct.');
}

function forbid(eslint: javascript.Eslint, dir: string, group: string[], message: string): void {
  eslint.addOverride({
    files: [`${dir}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
  });
}
