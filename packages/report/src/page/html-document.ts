import { withContents } from "./contents.ts";
import { type Html, html, trusted } from "./html.ts";
import { styleSheet } from "./style.ts";

/** A self-contained page: its content security policy forbids scripts and network access. */
export const htmlDocument = (title: string, main: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${title} · Tweedie</title>
        <style>
          ${trusted(styleSheet)}
        </style>
      </head>
      <body>
        <main>${withContents(main)}</main>
      </body>
    </html> `.markup;
