import { euWalletScreen, isAgeAppLink } from './eu-wallet-screen.ts';
import type { Methods } from './method.ts';

/** The ways of showing one's age: a new one is a new row, with its screen. With one row there is nothing to choose. */
export const METHODS: Methods = [
  {
    name: 'eu-wallet',
    sentences: ({ methods }) => methods.euWallet,
    isRequest: isAgeAppLink,
    screen: euWalletScreen,
  },
];
