import type { Shape } from '../graph/model.ts';

/** Our own simple signs, as paths in a square of 22 pixels that are stroked. */
export const icons: Readonly<Record<Shape, string>> = {
  alarm: 'M6 15V10a5 5 0 0 1 10 0v5l2 2H4zM9.5 19.5h3',
  archive: 'M3 5h16v4H3zM4.5 9v9h13V9M9 12.5h4',
  balancer:
    'M2 11h6M8 11L18 4.5M8 11h10M8 11l10 6.5M15.5 4.2l2.5.3-.9 2.4M15.8 9.2L18 11l-2.2 1.8M17.1 15.1l.9 2.4-2.5.3',
  bucket: 'M3 5h16l-2.2 13.5H5.2zM4 10h14',
  chart: 'M3 3v16h16M7 15v-4M11 15V7M15 15V9.5',
  cluster: 'M4 6c0-2 14-2 14 0v10c0 2-14 2-14 0zM4 6c0 2 14 2 14 0M4 11c0 2 14 2 14 0',
  compute: 'M3 7l8-4 8 4v8l-8 4-8-4zM3 7l8 4 8-4M11 11v8',
  database: 'M5 5.5c0-2 12-2 12 0v11c0 2-12 2-12 0zM5 5.5c0 2 12 2 12 0',
  function: 'M5 18.5L10 9 8.5 4.5H5.5M10 9l4.5 9.5h3',
  gateway: 'M3 4h16v14H3zM6.5 11h9M12.5 7.8l3 3.2-3 3.2',
  images: 'M7 3h12v12H7zM4.5 6v11.5H16M2 8.5V20h11.5',
  internet: 'M11 2.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M2.5 11h17M11 2.5c-5 5-5 12 0 17c5-5 5-12 0-17',
  key: 'M7 7a4 4 0 1 0 0 8a4 4 0 1 0 0-8M11 11h9v4M16.5 11v3',
  log: 'M5 2.5h9l3.5 3.5v13.5H5zM8 9h6.5M8 12.5h6.5M8 16h4',
  message: 'M2.5 5h17v12.5h-17zM2.5 5.5l8.5 7 8.5-7',
  network: 'M8 3h6v4.5H8zM2.5 14.5h6V19h-6zM13.5 14.5h6V19h-6zM11 7.5V11M5.5 14.5V11h11v3.5',
  other: 'M4 4h14v14H4z',
  secret: 'M4.5 9.5h13v9h-13zM7.5 9.5V7a3.5 3.5 0 0 1 7 0v2.5M11 13v2.5',
  shield: 'M11 2.5l7.5 2.5v6c0 4-3 6.8-7.5 8.5C6.5 17.8 3.5 15 3.5 11V5zM7.5 11l2.5 2.5 4.5-5',
  stack: 'M11 3l8.5 4L11 11 2.5 7zM2.5 11l8.5 4 8.5-4M2.5 15l8.5 4 8.5-4',
};
