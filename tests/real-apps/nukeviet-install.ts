import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';

export const HOST = 'portal.hoason.edu.vn';
export const USER = 'quantri';
export const PASSWORD = 'Mat-khau41';
/** Bytes of one request of an upload; an administrator's setting. */
const CHUNK = 524_288;

/** Goes through the installer's pages, as the unit's IT person does once. */
export function install(folder: string, port: number, database: Database): void {
  const jar = join(folder, 'cookies');
  const step = (number: number, fields: Readonly<Record<string, string>> = {}) => {
    const data = Object.entries(fields).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`]);
    execFileSync('curl', [
      ...['-s', '-o', join(folder, `install-${number}.html`), '-c', jar, '-b', jar],
      ...['-A', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36'],
      ...['-H', `Host: ${HOST}`, '-e', `https://${HOST}/install/index.php`, ...data],
      `http://127.0.0.1:${port}/install/index.php?language=vi&step=${number}`,
    ]);
  };
  for (const number of [1, 2, 3, 4]) step(number);
  step(5, {
    dbtype: 'mysql',
    dbhost: '127.0.0.1',
    dbport: String(database.port),
    dbname: 'nukeviet',
    dbuname: database.user,
    dbpass: database.password,
    prefix: 'nv4',
    db_detete: '1',
  });
  step(6, {
    site_name: 'Cổng thông tin Hòa Sơn',
    nv_login: USER,
    nv_email: `${USER}@hoason.edu.vn`,
    nv_password: PASSWORD,
    re_password: PASSWORD,
    question: 'con gì',
    answer_question: 'con trâu',
  });
  step(7);
  step(8);
}

/** Sets the size of one request of an upload, which the installer leaves at "everything". */
export function uploadInChunks(home: string, database: Database): void {
  database.run(
    `UPDATE nv4_config SET config_value = '${CHUNK}' WHERE lang = 'sys' AND config_name = 'upload_chunk_size'`,
    'nukeviet',
  );
  const file = join(home, 'data', 'config', 'config_global.php');
  const settings = readFileSync(file, 'utf8');
  writeFileSync(file, settings.replace("['upload_chunk_size'] = 0;", `['upload_chunk_size'] = ${CHUNK};`));
}

/** What a document of the register has to refer to. */
export function fillRegister(database: Database): void {
  const rows = [
    "cat (alias, title, introduction, weight, status) VALUES ('chung', 'Chung', '', 1, 1)",
    "type (alias, title, weight, status) VALUES ('bao-cao', 'Báo cáo', 1, 1)",
    "departments (alias, title, introduction, head, weight) VALUES ('van-phong', 'Văn phòng', '', '', 1)",
    "signer (name, positions, weight, status) VALUES ('Hiệp Thành', 'Chủ tịch', 1, 1)",
  ];
  for (const row of rows) database.run(`INSERT INTO nv4_vi_dispatch_${row}`, 'nukeviet');
}
