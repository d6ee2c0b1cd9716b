import type { ProbeAct } from '../probe-act.ts';
import { issuerDirectory } from './issuer-directory.ts';
import { issuerDoors } from './issuer-doors.ts';
import { issuerMinting } from './issuer-minting.ts';
import { issuerRefusals } from './issuer-refusals.ts';
import { issuerTiming } from './issuer-timing.ts';
import { keyLog } from './key-log.ts';

/** In the order in which they run. */
export const issuerProbes: readonly ProbeAct[] = [
  issuerDirectory,
  issuerDoors,
  keyLog,
  issuerRefusals,
  issuerMinting,
  issuerTiming,
];
