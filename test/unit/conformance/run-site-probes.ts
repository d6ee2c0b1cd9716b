import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openHttpDoor } from '../../conformance/collect/http/open-http-door.ts';
import type { ProbeAct } from '../../conformance/collect/probe-act.ts';
import type { Probe } from '../../conformance/evidence/observation.ts';
import { createProbeRecorder, ProbeLeft } from '../../conformance/evidence/recorder.ts';
import { type EvidenceView, viewEvidence } from '../../conformance/evidence/view.ts';
import { CIRCUMSTANCES } from './build-evidence.ts';

/** Bytes by their digest, in memory. */
export function memoryStore() {
  const blobs = new Map<string, Uint8Array>();
  return {
    put: (sha256: string, bytes: Uint8Array) => void blobs.set(sha256, bytes),
    get: (sha256: string) => blobs.get(sha256) ?? new Uint8Array(),
  };
}

/** Runs probes that need nothing but HTTP, one after the other, as a run does. */
export async function runHttpProbes(target: URL, acts: readonly ProbeAct[]): Promise<EvidenceView> {
  const store = memoryStore();
  const probes: Probe[] = [];
  const http = openHttpDoor();
  const view = () =>
    viewEvidence({ plan: 'site', target: target.origin, circumstances: CIRCUMSTANCES, probes }, store.get);
  for (const [i, act] of acts.entries()) {
    const record = createProbeRecorder(act.name, i + 1, store, Date.now);
    const own = {
      wait: async () => undefined,
      isLong: false,
      random: () => 'zzqxunseen',
      progress: () => undefined,
      openGrants: async () => undefined,
    };
    try {
      await act.run({ target, record, seen: view(), http, ...own });
      probes.push(record.end());
    } catch (left) {
      if (!(left instanceof ProbeLeft)) throw left;
      probes.push({ ...record.end(), state: 'untested', reason: left.reason });
    }
  }
  return view();
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a free port of this machine, under `name.localhost`. */
export async function listen(answer: Answer, name = 'site'): Promise<{ server: Server; origin: string }> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, origin: `http://${name}.localhost:${(server.address() as AddressInfo).port}` };
}
