// Sends letters as nodemailer does, over a pool of connections: node nodemailer.mjs PORT CONNECTIONS LETTERS FILE
import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";

const [port, connections, letters, file] = process.argv.slice(2);
const raw = readFileSync(file);
const pool = { pool: true, host: "127.0.0.1", port: +port, secure: false, ignoreTLS: true, maxConnections: +connections, maxMessages: Infinity };
const server = createTransport(pool);
let next = 1;
const one = async () => {
  while (next <= +letters) {
    const to = `ouder${next++}@example.org`;
    await server.sendMail({ envelope: { from: "weekbrief@regenboog.example", to }, raw });
  }
};
await Promise.all(Array.from({ length: +connections }, one));
server.close();
