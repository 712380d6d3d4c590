#compdef assay
# zsh completion for assay, from a folder in $fpath or by source <(assay completion zsh)
autoload -U +X bashcompinit && bashcompinit
complete -o default -o bashdefault -C assay assay
if [[ $funcstack[1] == _assay ]]; then # the first time that it is asked for, it is to answer as well
    _bash_complete -o default -o bashdefault -C assay
fi
