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

const END = '\r\n.\r\n';

function converse(socket: Socket, messages: Buffer[]): void {
  let message: Buffer[] | null = null;
  socket.on('error', () => socket.destroy());
  socket.write('220 mail.hoason.gov.vn\r\n');
  // A client waits for the answer to each command and to the message, so a chunk never holds two of them.
  socket.on('data', (chunk: Buffer) => {
    if (message) {
      message.push(chunk);
      const tail = Buffer.concat(message.slice(-5).map((part) => part.subarray(-5))).toString('latin1');
      if (!tail.endsWith(END)) return;
      const text = Buffer.concat(message).toString('latin1').slice(0, -END.length);
      messages.push(Buffer.from(text.replaceAll('\r\n..', '\r\n.'), 'latin1'));
      message = null;
      socket.write('250 kept\r\n');
      return;
    }
    const verb = chunk.toString('latin1').slice(0, 4).toUpperCase();
    if (verb === 'DATA') message = [];
    socket.write(message ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
    if (verb === 'QUIT') socket.end();
  });
}
