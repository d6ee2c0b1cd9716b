import type { Check } from './checks/check.ts';
import { issuerChecks } from './checks/issuer/index.ts';
import { siteChecks } from './checks/site/index.ts';
import { walletChecks } from './checks/wallet/index.ts';
import { issuerProbes } from './collect/issuer/index.ts';
import type { ProbeAct } from './collect/probe-act.ts';
import { siteProbes } from './collect/site/index.ts';
import { walletProbes } from './collect/wallet/index.ts';
import type { Plan } from './evidence/observation.ts';

/** What is done to each kind of target, in its order, and what is asked of it. */
export const PLANS: Readonly<
  Record<Plan, { readonly probes: readonly ProbeAct[]; readonly checks: readonly Check[] }>
> = {
  site: { probes: siteProbes, checks: siteChecks },
  issuer: { probes: issuerProbes, checks: issuerChecks },
  wallet: { probes: walletProbes, checks: walletChecks },
};

export const ALL_CHECKS: readonly Check[] = Object.values(PLANS).flatMap(({ checks }) => checks);
