// The witness on Workers: the room in one object, where its state is.
import { DurableObject } from 'cloudflare:workers';
import { type DurableNamespace, type DurableState, durableSql } from '@bauta/sdk/stores/durable-object';
import { systemClock } from '../clock.ts';
import { givenOnWorkers, type WorkerEnv } from '../workers/given.ts';
import { openedOnce } from '../workers/opened-once.ts';
import { outwardFetch } from '../workers/outward-fetch.ts';
import { openWitnessOn } from './witness-on.ts';

interface WitnessEnv extends WorkerEnv {
  readonly STORE: DurableNamespace;
}

/** The one object in which the witness's room runs. */
export class WitnessStore extends DurableObject {
  readonly #opened;

  constructor(ctx: DurableState, env: WitnessEnv) {
    super(ctx, env);
    this.#opened = openedOnce(
      async () => openWitnessOn(givenOnWorkers('witness', env, outwardFetch), durableSql(ctx.storage)),
      () => true,
      systemClock().now,
    );
  }

  fetch(request: Request): Promise<Response> {
    return this.#opened.fetch(request);
  }
}

export default {
  fetch(request: Request, { STORE }: WitnessEnv): Promise<Response> {
    return (STORE.getByName('witness') as WitnessStore).fetch(request);
  },
};
