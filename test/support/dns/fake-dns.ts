import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What the DNS knows of a name; a name that it doesn't know does not exist. */
export type Known = Readonly<Record<string, { readonly cname?: string; readonly a?: readonly string[] }>>;

export interface FakeDns {
  /** Its address and port, as for `--dns-server`. */
  readonly server: string;
  /** `*` stands for every other name. */
  known: Known;
  stop(): void;
}

const [typeA, typeCname] = [1, 5];
const noSuchName = 3;

/** A DNS server on this machine. https://www.rfc-editor.org/rfc/rfc1035#section-4 */
export async function startFakeDns(known: Known): Promise<FakeDns> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const dns: FakeDns = {
    server: `127.0.0.1:${socket.address().port}`,
    known,
    stop: () => {
      socket.close();
    },
  };
  socket.on('message', (query, { port, address }) => {
    socket.send(answer(query, dns.known), port, address);
  });
  return dns;
}

function answer(query: Buffer, known: Known): Buffer {
  const { name, end } = readName(query, 12);
  const type = query.readUInt16BE(end);
  const found = known[name] ?? known['*'];
  const data =
    type === typeCname
      ? found?.cname === undefined
        ? []
        : [writeName(found.cname)]
      : type === typeA
        ? (found?.a ?? []).map((each) => Buffer.from(each.split('.').map(Number)))
        : [];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 + (found ? 0 : noSuchName), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data.length, 6);
  return Buffer.concat([header, query.subarray(12, end + 4), ...data.map((each) => record(type, each))]);
}

/** Its name is that of the question. */
function record(type: number, data: Buffer): Buffer {
  const start = Buffer.alloc(12);
  start.writeUInt16BE(0xc00c, 0);
  start.writeUInt16BE(type, 2);
  start.writeUInt16BE(1, 4);
  start.writeUInt16BE(data.length, 10);
  return Buffer.concat([start, data]);
}

function readName(from: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = from[at] ?? 0; length > 0; length = from[at] ?? 0) {
    labels.push(from.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function writeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}
