import { App } from 'aws-cdk-lib';
import { IdentityAssertions } from '../../../src';
import { InvoicesStack } from '../lib/invoices-stack';

test('the exporter writes invoices, and nothing else', () => {
  const stack = new InvoicesStack(new App(), 'Invoices');

  IdentityAssertions.fromStack(stack).workload('finance-prod', 'invoice-exporter')
    .can('s3:PutObject', 'arn:aws:s3:::company-prod-finance/invoices/2026/11/a.pdf')
    .cannot('s3:PutObject', 'arn:aws:s3:::company-prod-finance/salaries/a.pdf')
    .cannot('s3:GetObject', 'arn:aws:s3:::company-prod-finance/invoices/2026/11/a.pdf');
});
