import { openHttpDoor } from '../../conformance/collect/http/open-http-door.ts';
import { issuerProbes } from '../../conformance/collect/issuer/index.ts';
import { runPlan } from '../../conformance/collect/run-plan.ts';
import type { Probe } from '../../conformance/evidence/observation.ts';
import { type EvidenceView, viewEvidence } from '../../conformance/evidence/view.ts';
import { openGrantSource } from '../../conformance/robot/issuer-grants.ts';
import { CIRCUMSTANCES } from './build-evidence.ts';

/** Runs the plan on a live issuer. @param only names of probes; all unless given */
export async function runIssuerPlan(
  origin: string,
  only?: readonly string[],
  isAuthorised = true,
): Promise<EvidenceView> {
  const kept = new Map<string, Uint8Array>();
  const blobs = {
    put: (sha256: string, bytes: Uint8Array) => void kept.set(sha256, bytes),
    get: (sha256: string) => kept.get(sha256) ?? new Uint8Array(),
  };
  const faults: unknown[] = [];
  const target = new URL(origin);
  const http = openHttpDoor({ cap: 2000 });
  const probes: readonly Probe[] = await runPlan({
    plan: 'issuer',
    target,
    acts: issuerProbes.filter(({ name }) => only === undefined || only.includes(name)),
    before: [],
    blobs,
    http,
    openGrants: (now) => openGrantSource({ target, count: http.count, now }),
    openRobot: async () => undefined,
    isAuthorised,
    isLong: false,
    now: Date.now,
    wait: async () => {},
    random: (length) => Array.from({ length }, () => Math.floor(Math.random() * 36).toString(36)).join(''),
    tell: (event) => {
      if (event.kind === 'fault') faults.push(event.error);
    },
    keep: () => {},
  });
  if (faults.length > 0) throw faults[0];
  return viewEvidence({ plan: 'issuer', target: origin, circumstances: CIRCUMSTANCES, probes }, blobs.get);
}
