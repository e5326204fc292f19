/** A value of a template as cdk-nag writes it into the ids of its findings: a reference in angle brackets. */
export function nagText(value: unknown): string {
  if (typeof value === 'string') { return value.replace(/\$\{/g, '<').replace(/\}/g, '>'); }
  const [[name, argument]] = Object.entries(value as Record<string, any>);
  switch (name) {
    case 'Ref': return `<${argument}>`;
    case 'Fn::GetAtt': return `<${[argument].flat().join('.')}>`;
    case 'Fn::Join': return argument[1].map(nagText).join(argument[0]);
    case 'Fn::Sub':
    case 'Fn::ImportValue': return nagText(argument);
    default: return JSON.stringify(value);
  }
}
