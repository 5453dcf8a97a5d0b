package graph

import (
	"context"
	"errors"
	"os"

	"github.com/AzureAD/microsoft-authentication-extensions-for-go/cache/accessor"
)

// removeTokens removes the tokens with a name from the keychain.
func removeTokens(name string) error {
	home, err := os.UserHomeDir()
	if err != nil {
		return err
	}
	item, err := accessor.New(name, accessor.WithAccount("MSALCache"))
	if err == nil {
		err = item.Delete(context.Background())
	}
	return errors.Join(err, removeTokenFiles(home, name))
}
