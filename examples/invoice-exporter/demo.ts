import { withIrsa, withPodIdentity } from './app';
import { provedOf, summary } from '../summary';

/** Where the demo writes to, seen from the folder it is started in. */
const OUT = 'cdk.out';

for (const { name, app, stack, charts, workload } of [withPodIdentity(OUT), withIrsa(OUT)]) {
  app.synth();
  charts.synth();
  console.log(`${name}: ${summary(stack)}
${provedOf(workload)}
  Where it is
    ${OUT}/${name}/${stack.templateFile}
    ${charts.outdir}/invoice-exporter.k8s.yaml
`);
}
