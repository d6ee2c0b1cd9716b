import type { CheckId } from '../../checks/check.ts';
import type { Fixture } from '../fixture.ts';
import type { WalletFault } from './small-wallet-scripts.ts';
import { startSmallWallet } from './start-small-wallet.ts';

/** One row, one published fault. */
const FAULTS: readonly (readonly [fault: WalletFault, fails: readonly CheckId[], sentence: string, seenAt: string])[] =
  [
    [
      'token-in-url',
      ['W-01'],
      'It hands the proof to the site in the address of a request.',
      'peers.md: AgeVerif, a token travels in the URL',
    ],
    [
      'asks-issuer',
      ['W-01'],
      'It asks the issuer for its state while a proof is shown.',
      'peers.md: AgeKey routes every use through one hub',
    ],
    [
      'site-in-query',
      ['W-01'],
      'It tells its own host in a query which site asks.',
      'threats.md A6; peers.md: AgeGO received the URL of the video',
    ],
    [
      'site-in-referer',
      ['W-01'],
      'It puts the request into its address, and so into the Referer of its own requests.',
      'threats.md A6: Referer in the web plumbing',
    ],
    [
      'counts-visits',
      ['W-01'],
      'It calls somebody’s counter of visits at each presentation.',
      'peers.md row 14: third-party scripts',
    ],
    [
      'no-user-verification',
      ['W-02'],
      'It asks for the passkey without having the device verify its owner.',
      'threats.md A8; peers.md row 9: reuse without a second factor',
    ],
    [
      'never-asks',
      ['W-02', 'W-03'],
      'It keeps the key that opens its tokens and never asks for the passkey.',
      'peers.md: the EU demo app was opened by editing a local file',
    ],
    [
      'asks-once',
      ['W-02', 'W-03'],
      'It asks for the passkey once and keeps the key in localStorage from then on.',
      'peers.md row 9: a PIN that is not asked again',
    ],
    ['tokens-in-clear', ['W-03'], 'It keeps its tokens in the open.', 'threats.md A8: exported wallet storage'],
    [
      'any-directory',
      ['W-04'],
      'It takes whatever keys the directory lists.',
      'threats.md A1; peers.md: SigGroup takes the verification key from the client',
    ],
    [
      'mints-on-demand',
      ['W-05'],
      'It asks for tokens when a site asks and none is left.',
      'threats.md A5: timing correlation',
    ],
    [
      'tops-up-while-presenting',
      ['W-01', 'W-05'],
      'It fetches new tokens whenever it shows one.',
      'threats.md A5: timing correlation',
    ],
    [
      'mint-size-varies',
      ['W-06'],
      'It asks for as many tokens as it needs.',
      'threats.md A5, A22: the shape of a batch',
    ],
  ];

const broken: readonly Fixture[] = FAULTS.map(([fault, fails, sentence, seenAt]) => ({
  name: `wallet-${fault}`,
  plan: 'wallet',
  sentence,
  seenAt,
  fails,
  start: (port) => startSmallWallet(port, fault),
}));

const honest: Fixture = {
  name: 'wallet-small-honest',
  plan: 'wallet',
  sentence:
    'Another wallet of the same protocol: its own pages, its own way to store tokens, one pinned key in place of a log.',
  seenAt: 'an honest variant',
  fails: [],
  start: (port) => startSmallWallet(port, null),
};

export const walletFixtures: readonly Fixture[] = [...broken, honest];
