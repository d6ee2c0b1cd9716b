// `npm run -s deploy -- ENVIRONMENT`: checks one room, and deploys it with wrangler.
import { EXIT } from '../../exit-codes.ts';
import { runDeploy } from './run-deploy.ts';
import { deployToAccount } from './run-wrangler.ts';
import { worldOfThisMachine } from './this-machine.ts';
import { buildWalletFiles } from './wallet-files.ts';

try {
  process.exitCode = await runDeploy(process.argv.slice(2), {
    ...worldOfThisMachine,
    env: process.env,
    buildWallet: buildWalletFiles,
    deploy: deployToAccount,
  });
} catch (error) {
  process.stderr.write(`deploy: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = EXIT.fault;
}
