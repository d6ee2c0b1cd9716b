import { blindSign, signingKeyOf } from '@bauta/services/keys/blind-sign';
import { drawsOf } from '../../figures/chance.ts';
import type { Run } from '../../figures/command.ts';
import { carelessSign } from './careless-sign.ts';
import { drawFactoredKey } from './factored-key.ts';
import type { SigningFigures } from './report-signing.ts';
import { compareSigningTimes } from './signing-times.ts';

/** Times the issuer's signing from inside, and that of a mutant. Nothing else should run meanwhile. */
export function playSigning(run: Run): Promise<SigningFigures> {
  return run.part('times of signatures', async () => {
    const draw = drawsOf(run.seed);
    const key = drawFactoredKey();
    const signingKey = signingKeyOf(key.privateKey);
    const count = run.isQuick ? 1000 : 20_000;
    return {
      asItIs: compareSigningTimes((value) => blindSign(signingKey, value), key, count, draw),
      careless: compareSigningTimes((value) => carelessSign(key, value), key, run.isQuick ? 100 : 400, draw),
    };
  });
}
