#compdef tweedie
# Completion of tweedie for zsh: eval "$(tweedie completion zsh)"
_tweedie() {
  local -a found open
  found=(${(f)"$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2> /dev/null)"})
  (( ${#found} )) || { _files; return }
  # A key goes on with its value or with the next key, and takes no space.
  open=(${(M)found:#*[=.]})
  found=(${found:#*[=.]})
  compadd -S '' -a open
  compadd -a found
}
compdef _tweedie tweedie
