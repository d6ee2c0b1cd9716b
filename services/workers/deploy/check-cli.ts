// `npm run -s deploy:check -- [ENVIRONMENT …] [--json]`: what would be deployed, and whether it may be.
import { EXIT } from '../../exit-codes.ts';
import { runDeployCheck } from './run-deploy-check.ts';
import { worldOfThisMachine } from './this-machine.ts';

try {
  process.exitCode = await runDeployCheck(process.argv.slice(2), worldOfThisMachine);
} catch (error) {
  process.stderr.write(`deploy:check: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = EXIT.fault;
}
