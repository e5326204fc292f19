import { CheckedApp } from './checked-app';
import { GuardrailCheck } from './guardrail-check';
import { PlacedResource } from '../policy/role';

/** One rule of identities. What it says stands here as data, of which docs/checks.md is made. */
export interface Check {
  readonly id: GuardrailCheck;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly run: (app: CheckedApp) => readonly Found[];
}

/** What a check finds. */
export interface Found {
  readonly at: PlacedResource;
  /** Tells it from others that the check finds at the resource. */
  readonly subject?: string;
  /** What is so there: a sentence without the period. */
  readonly message: string;
}
