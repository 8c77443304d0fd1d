---Which folder is the workspace of a note.
local M = {}

---The strongest marker comes first: a `backtext.toml` above a nearer `.git` wins.
M.markers = { "backtext.toml", "sources", ".git" }

---The home directory and `/` are never a workspace: a `.git` there (dotfiles) would index everything.
---@param dir string
---@return boolean
function M.refused(dir)
  local real = vim.uv.fs_realpath(dir) or dir
  local home = vim.uv.fs_realpath(vim.uv.os_homedir() or "") or ""
  return real == "/" or real == home or real:match("^%a:[/\\]?$") ~= nil
end

---The root of the workspace that `path` lies in, or nil. Where several ancestors have the same marker, the nearest
---one counts; one that is refused is passed over.
---@param path string file or folder
---@param markers? string[]
---@return string?
function M.find(path, markers)
  if path == "" then
    path = vim.uv.cwd() or "."
  end
  for _, marker in ipairs(markers or M.markers) do
    local dir = vim.fs.root(path, marker)
    if dir and not M.refused(dir) then
      return dir
    end
  end
end

---Whether a buffer is for the server: notes, sources and `backtext.toml`, no other TOML, nothing without a file type.
---@param bufnr integer
---@return boolean
function M.serves(bufnr)
  if vim.bo[bufnr].buftype ~= "" then
    return false
  end
  return vim.bo[bufnr].filetype ~= "toml" or vim.fs.basename(vim.api.nvim_buf_get_name(bufnr)) == "backtext.toml"
end

return M
