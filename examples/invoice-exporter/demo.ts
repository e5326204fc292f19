import { withIrsa, withPodIdentity } from './app';
import { summary } from '../summary';

/** Where the demo writes to, seen from the folder it is started in. */
const OUT = 'cdk.out';

for (const { name, app, stack, charts } of [withPodIdentity(OUT), withIrsa(OUT)]) {
  app.synth();
  charts.synth();
  console.log(`${name}: ${summary(stack)}
  Where it is
    ${OUT}/${name}/${stack.templateFile}
    ${charts.outdir}/invoice-exporter.k8s.yaml
`);
}
