// A worker thread on Node 20 neither inherits its parent's loader nor honours `--import`: it registers its own first.
import { register } from 'tsx/esm/api';

register();
await import('./sign-worker.ts');
