---What the server last said about itself, for a statusline.
local M = {}

---By root: one Neovim may hold several workspaces.
---@type table<string, backtext.Status>
M.latest = {}

---The handler of `backtext/status`; fires the user event `BacktextStatus`.
---@param _ lsp.ResponseError?
---@param params backtext.Status
function M.receive(_, params)
  M.latest[type(params.root) == "string" and params.root or ""] = params
  vim.api.nvim_exec_autocmds("User", { pattern = "BacktextStatus", data = params, modeline = false })
  vim.cmd.redrawstatus()
end

---One short line: claims that are backed, of how many, and whether sources are still being read.
---@return string
function M.line()
  if next(M.latest) == nil then
    return ""
  end
  local backed, claims, pending = 0, 0, 0
  for _, status in pairs(M.latest) do
    local verdicts = status.verdicts or {}
    for _, verdict in ipairs({ "backed", "partly_backed", "unbacked", "contradicted", "overstated" }) do
      claims = claims + (verdicts[verdict] or 0)
    end
    backed = backed + (verdicts.backed or 0)
    pending = pending + (status.pending or 0)
  end
  return ("%d/%d backed%s"):format(backed, claims, pending > 0 and " …" or "")
end

return M
