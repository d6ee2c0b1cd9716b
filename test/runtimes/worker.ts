import * as body from '../../sdk/protocol/crypto/web.ts';
import { runSuite } from './suite.ts';

/** The suite in a Worker: material in the body of a POST, outcomes in the answer. */
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await runSuite(await request.json(), body));
  },
};
