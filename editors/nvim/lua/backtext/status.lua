---What the server last said about itself, for a statusline.
local M = {}

---@type backtext.Status?
M.last = nil

---The handler of `backtext/status`; fires the user event `BacktextStatus`.
---@param _ lsp.ResponseError?
---@param params backtext.Status
function M.receive(_, params)
  M.last = params
  vim.api.nvim_exec_autocmds("User", { pattern = "BacktextStatus", data = params, modeline = false })
  vim.cmd.redrawstatus()
end

---One short line: claims that are backed, of how many, and whether sources are being read.
---@return string
function M.line()
  local now = M.last
  if not now then
    return ""
  end
  local counts = now.counts or {}
  local claims = 0
  for _, verdict in ipairs({ "backed", "partly_backed", "unbacked", "contradicted", "overstated" }) do
    claims = claims + (counts[verdict] or 0)
  end
  local indexing = now.state == "indexing" or (now.indexing ~= nil and now.indexing ~= false and now.indexing ~= vim.NIL)
  return ("%d/%d backed%s"):format(counts.backed or 0, claims, indexing and " …" or "")
end

return M
