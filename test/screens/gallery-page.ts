// Runs in the browser: the wallet's stage, with a door to each state.
import { createStage } from '@bauta/services/wallet/pages/frame/stage';
import { WALLET_STATES } from './wallet-states.ts';

const stage = createStage();

Object.assign(window, {
  showState(name: string): void {
    WALLET_STATES[name]?.(stage);
  },
});
