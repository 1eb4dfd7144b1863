import { createServer, type Server, type Socket } from 'node:net';

export interface MailReceiver {
  readonly port: number;
  /** Every message accepted, as it came, dots unstuffed. */
  readonly messages: Buffer[];
  stop(): Promise<void>;
}

/** Accepts every message for everybody, as the next mail server would. */
export async function startMailReceiver(): Promise<MailReceiver> {
  const messages: Buffer[] = [];
  const server: Server = createServer((socket) => converse(socket, messages));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port for mail.');
  return { port: address.port, messages, stop: () => new Promise((done) => server.close(() => done())) };
}

function converse(socket: Socket, messages: Buffer[]): void {
  let waiting = Buffer.alloc(0);
  let inData = false;
  socket.on('error', () => socket.destroy());
  socket.write('220 mail.hoason.gov.vn\r\n');
  socket.on('data', (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      const mark = inData ? '\r\n.\r\n' : '\r\n';
      const end = waiting.indexOf(mark);
      if (end < 0) return;
      const part = waiting.subarray(0, end);
      waiting = waiting.subarray(end + mark.length);
      if (inData) {
        messages.push(Buffer.from(part.toString('latin1').replaceAll('\r\n..', '\r\n.'), 'latin1'));
        inData = false;
        socket.write('250 kept\r\n');
        continue;
      }
      const verb = part.toString('latin1').slice(0, 4).toUpperCase();
      inData = verb === 'DATA';
      socket.write(inData ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      if (verb === 'QUIT') socket.end();
    }
  });
}
