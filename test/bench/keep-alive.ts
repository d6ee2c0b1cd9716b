import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { inLanes } from './lanes.ts';

/** Connections to one server that are kept: a client that takes little of the server's time while it measures it. */
export interface KeepAlive {
  /** Sends them all, one at a time on each connection. @param check is given the head of each answer. */
  askAll(requests: readonly string[], check: (head: string) => void): Promise<void>;
  close(): void;
}

/** To 127.0.0.1. @throws in `askAll`, when the server closes a connection. */
export async function openKeepAlive(port: number, connections: number): Promise<KeepAlive> {
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      await once(socket, 'connect');
      return socket.setEncoding('latin1');
    }),
  );
  return {
    async askAll(requests, check) {
      const idle = [...sockets];
      const rest = stayAwake();
      await inLanes(requests.length, sockets.length, async (i) => {
        const socket = idle.pop() as Socket;
        check(await ask(socket, requests[i] as string));
        idle.push(socket);
      }).finally(rest);
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A client that sleeps has to be woken by the server's every write, and many a server's client sleeps elsewhere. */
function stayAwake(): () => void {
  let isAwake = true;
  const turn = (): void => {
    if (isAwake) setImmediate(turn);
  };
  turn();
  return () => {
    isAwake = false;
  };
}

/** The head of the answer, once its body is read. */
function ask(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: string): void => {
      text += chunk;
      const head = text.indexOf('\r\n\r\n');
      if (head < 0 || !isWhole(text, head)) return;
      socket.off('data', read);
      socket.off('close', closed);
      resolve(text.slice(0, head));
    };
    const closed = (): void => reject(new Error('the server closed a connection'));
    socket.on('data', read);
    socket.on('close', closed);
    socket.write(request, 'latin1');
  });
}

function isWhole(text: string, head: number): boolean {
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head));
  return length ? text.length >= head + 4 + Number(length[1]) : text.endsWith('\r\n0\r\n\r\n');
}
