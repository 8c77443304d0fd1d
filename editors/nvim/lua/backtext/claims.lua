---Claims that lack backing: jumping between them, and the quickfix list of the whole workspace.
local client = require("backtext.client")

local M = {}

---The rules that say something about whether a claim is backed; other rules are about style and configuration.
local about_backing = {
  ["unbacked-claim"] = true,
  ["partly-backed-claim"] = true,
  ["contradicted-claim"] = true,
  ["figure-mismatch"] = true,
  ["actor-mismatch"] = true,
  ["overstated-claim"] = true,
  ["attribution-lost"] = true,
  ["citation-mismatch"] = true,
  ["misquote"] = true,
}

---@param bufnr integer
---@return vim.Diagnostic[] in the order of the text
local function flagged(bufnr)
  local found = vim.tbl_filter(function(diagnostic)
    return about_backing[diagnostic.code] == true
  end, vim.diagnostic.get(bufnr))
  table.sort(found, function(a, b)
    return a.lnum < b.lnum or (a.lnum == b.lnum and a.col < b.col)
  end)
  return found
end

---Moves the cursor to the next claim without full backing (or the previous one), around the end of the note.
---@param backwards? boolean
function M.jump(backwards)
  local bufnr = vim.api.nvim_get_current_buf()
  local found = flagged(bufnr)
  if #found == 0 then
    vim.notify("backtext: no claim without backing in this note", vim.log.levels.INFO)
    return
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local line, column = cursor[1] - 1, cursor[2]
  local target
  if backwards then
    target = found[#found]
    for i = #found, 1, -1 do
      local d = found[i]
      if d.lnum < line or (d.lnum == line and d.col < column) then
        target = d
        break
      end
    end
  else
    target = found[1]
    for _, d in ipairs(found) do
      if d.lnum > line or (d.lnum == line and d.col > column) then
        target = d
        break
      end
    end
  end
  -- The note may have changed since it was checked.
  local row = math.min(target.lnum, vim.api.nvim_buf_line_count(bufnr) - 1)
  local text = vim.api.nvim_buf_get_lines(bufnr, row, row + 1, false)[1] or ""
  vim.cmd("normal! m'")
  vim.api.nvim_win_set_cursor(0, { row + 1, math.min(target.col, #text) })
  vim.cmd("normal! zv")
  vim.api.nvim_echo({ { target.message:match("^[^\n]*") } }, false, {})
end

local kinds = { error = "E", warning = "W", information = "I", hint = "N" }

---@param report table what `backtext check --format json` prints
---@param root string
---@return table[] quickfix items
local function items(report, root)
  local list = {}
  for _, finding in ipairs(report.findings or {}) do
    if about_backing[finding.rule] then
      -- Columns are code points from 1; the quickfix list counts bytes.
      local path = vim.fs.joinpath(root, finding.path)
      table.insert(list, {
        filename = path,
        lnum = finding.range.start.line,
        end_lnum = finding.range["end"].line,
        col = M.byte_column(path, finding.range.start.line, finding.range.start.column),
        type = kinds[finding.severity] or "W",
        text = ("%s: %s"):format(finding.rule, (finding.message:gsub("%s*\n%s*", " "))),
      })
    end
  end
  return list
end

---@param path string
---@param line integer from 1
---@param column integer in code points, from 1
---@return integer column in bytes, from 1
function M.byte_column(path, line, column)
  local bufnr = vim.fn.bufnr(path)
  local text
  if bufnr ~= -1 and vim.api.nvim_buf_is_loaded(bufnr) then
    text = vim.api.nvim_buf_get_lines(bufnr, line - 1, line, false)[1]
  elseif vim.fn.filereadable(path) == 1 then
    text = vim.fn.readfile(path, "", line)[line]
  end
  if not text then
    return column
  end
  local byte = vim.fn.byteidx(text, column - 1)
  return byte >= 0 and byte + 1 or #text + 1
end

---Checks the whole workspace and fills the quickfix list with the claims that lack backing.
---@param on_done? fun(report: table)
function M.check(on_done)
  client.request("workspace/executeCommand", { command = "backtext.report", arguments = {} }, function(report, server)
    if type(report) ~= "table" then
      vim.notify("backtext: this server has no report of the workspace; update it", vim.log.levels.ERROR)
      return
    end
    local root = server.root_dir or vim.uv.cwd() or "."
    local list = items(report, root)
    local sum = report.summary or {}
    vim.fn.setqflist({}, " ", {
      title = ("Backtext: %d of %d claims backed"):format(sum.backed or 0, sum.claims or 0),
      items = list,
    })
    if #list > 0 then
      vim.cmd("botright copen")
    else
      vim.notify(("backtext: all %d claims are backed"):format(sum.claims or 0), vim.log.levels.INFO)
    end
    if on_done then
      on_done(report)
    end
  end)
end

return M
