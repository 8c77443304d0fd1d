---The passage that backs a claim, beside the note.
local client = require("backtext.client")
local config = require("backtext.config")

local M = {}

local namespace = vim.api.nvim_create_namespace("backtext.evidence")

---@param result lsp.Location|lsp.Location[]|lsp.LocationLink[]|nil
---@return lsp.Location?
local function first_location(result)
  if type(result) ~= "table" then
    return nil
  end
  local one = result.uri and result or result[1]
  if not one then
    return nil
  end
  if one.targetUri then
    return { uri = one.targetUri, range = one.targetSelectionRange or one.targetRange }
  end
  return one
end

---@param uri string
---@return string[]
local function lines_of(uri)
  local path = vim.uri_to_fname(uri)
  local bufnr = vim.fn.bufnr(path)
  if bufnr ~= -1 and vim.api.nvim_buf_is_loaded(bufnr) then
    return vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)
  end
  return vim.fn.filereadable(path) == 1 and vim.fn.readfile(path) or {}
end

---@param text string
---@param character integer in the server's units
---@param encoding string
---@return integer byte
local function byte_of(text, character, encoding)
  if encoding == "utf-8" then
    return math.min(character, #text)
  end
  local ok, byte = pcall(vim.str_byteindex, text, encoding, character, false)
  if ok and type(byte) == "number" then
    return byte
  end
  -- Neovim 0.10: the second argument is the index, the third says whether it counts UTF-16 units.
  ok, byte = pcall(vim.str_byteindex, text, character, encoding == "utf-16")
  return ok and byte or #text
end

---@param location lsp.Location
---@param encoding string
local function show_float(location, encoding)
  local all = lines_of(location.uri)
  if #all == 0 then
    vim.notify("backtext: cannot read " .. vim.uri_to_fname(location.uri), vim.log.levels.WARN)
    return
  end
  local context = config.get().evidence.context or 3
  local from = math.max(location.range.start.line - context, 0)
  local to = math.min(location.range["end"].line + context, #all - 1)
  -- Neovim leaves blank lines at both ends out of a float, and the marks below count its lines.
  while from < location.range.start.line and all[from + 1]:match("^%s*$") do
    from = from + 1
  end
  while to > location.range["end"].line and all[to + 1]:match("^%s*$") do
    to = to - 1
  end
  local shown = vim.list_slice(all, from + 1, to + 1)
  local path = vim.fn.fnamemodify(vim.uri_to_fname(location.uri), ":.")
  local bufnr, window = vim.lsp.util.open_floating_preview(shown, "", {
    border = "rounded",
    title = (" %s:%d "):format(path, location.range.start.line + 1),
    focus_id = "backtext.evidence",
    wrap = true,
    max_width = 90,
    max_height = math.max(math.floor(vim.o.lines / 2), 6),
  })
  for row = location.range.start.line, math.min(location.range["end"].line, to) do
    local text = all[row + 1] or ""
    local first = row == location.range.start.line and byte_of(text, location.range.start.character, encoding) or 0
    local last = row == location.range["end"].line and byte_of(text, location.range["end"].character, encoding) or #text
    vim.api.nvim_buf_set_extmark(bufnr, namespace, row - from, first, {
      end_row = row - from,
      end_col = math.max(last, first),
      hl_group = "BacktextEvidence",
    })
  end
  -- A long paragraph may push the passage out of a small window.
  pcall(vim.api.nvim_win_set_cursor, window, { location.range.start.line - from + 1, 0 })
  return bufnr, window
end

---Shows the passage that backs the claim under the cursor.
---@param view? 'float'|'split'|'vsplit'
function M.show(view)
  view = view or config.get().evidence.view or "float"
  local server = client.get()
  local encoding = server and server.offset_encoding or "utf-16"
  local params = vim.lsp.util.make_position_params(0, encoding)
  client.request("textDocument/definition", params, function(result)
    local location = first_location(result)
    if not location then
      vim.notify("backtext: no passage bears on this sentence", vim.log.levels.INFO)
    elseif view == "float" then
      show_float(location, encoding)
    else
      vim.cmd(view == "vsplit" and "vsplit" or "split")
      vim.lsp.util.show_document(location, encoding, { reuse_win = false, focus = true })
      vim.cmd("normal! zvzz")
    end
  end)
end

return M
