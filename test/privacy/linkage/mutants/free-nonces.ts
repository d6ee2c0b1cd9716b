import { type MintKeys, type PendingMint, request } from '@bauta/sdk/client';
import {
  type Blinded,
  type Bytes,
  blind,
  blindingFrom,
  concat,
  grantNonceFor,
  TOKEN_TYPE,
  writeBatchRequest,
  writeTokenRequest,
} from '@bauta/sdk/protocol';

const BLINDING = blindingFrom((length) => crypto.getRandomValues(new Uint8Array(length)));

/**
 * A batch like the real one, but for its nonces, which are 32 bytes of somebody's choice.
 * @param nonceOf of each of the 30
 */
export async function requestWithNonces(keys: MintKeys, nonceOf: (index: number) => Bytes): Promise<PendingMint> {
  const true_ = await request(keys);
  const tokens = true_.tokens.map(({ input, holder }, i) => ({
    input: concat(input.slice(0, 2), nonceOf(i), input.slice(34)),
    holder,
  }));
  const key = keys.tokenKey.key;
  const blinded = await blind(
    key,
    tokens.map(({ input }) => input),
    BLINDING,
  );
  const requests = blinded.map(({ blindedMessage }) =>
    writeTokenRequest({ truncatedKeyId: key.truncatedId, blindedMessage }),
  );
  const body = writeBatchRequest(requests.map((one) => ({ tokenType: TOKEN_TYPE, body: one.slice(2) })));
  const { input } = true_.grant;
  const grantInput = concat(input.slice(0, 2), await grantNonceFor(body), input.slice(34));
  const grantKey = keys.grantKey.key;
  const [grant] = (await blind(grantKey, [grantInput], BLINDING)) as [Blinded];
  return {
    ...true_,
    body,
    grant: {
      input: grantInput,
      inverse: grant.inverse,
      request: writeTokenRequest({ truncatedKeyId: grantKey.truncatedId, blindedMessage: grant.blindedMessage }),
    },
    tokens: tokens.map(({ input: one, holder }, i) => ({
      input: one,
      holder,
      inverse: (blinded[i] as Blinded).inverse,
    })),
  };
}
