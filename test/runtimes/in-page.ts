import * as body from '../../sdk/protocol/crypto/web.ts';
import type { Outcomes } from './case.ts';
import type { Material } from './material.ts';
import { runSuite } from './suite.ts';

/** The suite in a page, for whoever steers the browser. */
Object.assign(globalThis, { runSuite: (material: Material): Promise<Outcomes> => runSuite(material, body) });
