/** Colours come as variables, so that the two themes differ in one place. */
export const STYLE = `
:root{color-scheme:light;--bg:#f6f7f9;--card:#fff;--text:#1a1f27;--dim:#5b6675;--line:#d9dfe7;--accent:#1f5fd6;--error:#c0262d;--warning:#9a6200;--info:#2563a8;--safe:#1a7a3c;--review:#9a6200;--manual:#7a3fb0;--add:#e2f5e7;--del:#fde6e7;--tile:#cfe0fb}
:root[data-theme=dark]{color-scheme:dark;--bg:#11151b;--card:#1a2029;--text:#e5eaf1;--dim:#9aa7b8;--line:#303a48;--accent:#7fb0ff;--error:#ff8086;--warning:#f0b44c;--info:#7db8f5;--safe:#6dd391;--review:#f0b44c;--manual:#c9a0f5;--add:#12351f;--del:#45191d;--tile:#24436f}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,header{max-width:1200px;margin:0 auto;padding:0 16px}
header{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:baseline;justify-content:space-between;padding-top:20px}
h1{font-size:22px;margin:0}h2{font-size:16px;margin:0 0 10px}
p{margin:4px 0}
.dim{color:var(--dim)}
button,input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:5px 9px}
button{cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:10px;margin:14px 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px;min-width:0}
.cards b{display:block;font-size:26px;line-height:1.2}
.error{color:var(--error)}.warning{color:var(--warning)}.info{color:var(--info)}.safe{color:var(--safe)}.review{color:var(--review)}.manual{color:var(--manual)}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:12px;margin:12px 0}
.bar{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 8px;width:100%;text-align:left;border:0;background:none;padding:4px 2px}
.bar span:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.bar i{grid-column:1/3;height:8px;border-radius:4px;background:var(--accent);min-width:3px}
.map{width:100%;height:auto;display:block}
.map rect{fill:var(--tile);stroke:var(--card);stroke-width:2;cursor:pointer}
.map g:hover rect,.map g:focus rect{stroke:var(--accent)}
.map g:focus{outline:none}
.map text{fill:var(--text);font-size:12px;pointer-events:none}
.progress{display:flex;height:14px;border-radius:7px;overflow:hidden;background:var(--line);margin:8px 0}
.progress i{display:block}
form{display:flex;flex-wrap:wrap;gap:8px;margin:14px 0;position:sticky;top:0;background:var(--bg);padding:8px 0;z-index:1}
form input{flex:1 1 220px;min-width:0}
form select{max-width:100%}
details.finding{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--line);border-radius:8px;margin:8px 0}
details.finding.is-error{border-left-color:var(--error)}details.finding.is-warning{border-left-color:var(--warning)}details.finding.is-info{border-left-color:var(--info)}
summary{cursor:pointer;padding:10px 12px;overflow-wrap:anywhere}
.body{padding:0 12px 12px}
.tag{display:inline-block;border:1px solid currentColor;border-radius:10px;padding:0 8px;font-size:12px;margin-right:6px}
pre{margin:8px 0;padding:10px;background:var(--bg);border-radius:6px;overflow-x:auto;font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;tab-size:4}
pre .plus{display:block;background:var(--add)}pre .minus{display:block;background:var(--del)}pre .at{display:block;color:var(--dim)}
code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--bg);border-radius:4px;padding:0 3px}
ol,ul{padding-left:22px;margin:6px 0}
li{overflow-wrap:anywhere}
@media (max-width:520px){.map text{display:none}main,header{padding:0 10px}.card{padding:10px}.cards{grid-template-columns:repeat(2,1fr)}.grid{grid-template-columns:minmax(0,1fr)}form{position:static}}
@media print{form,.more,#theme{display:none}}
`
