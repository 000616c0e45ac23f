// Command ferretdb serves the MongoDB wire protocol on top of a PostgreSQL database.
//
//	ferretdb <listen address> <PostgreSQL URL>
//
// A main of our own, because FerretDB 1.24's command panics when it is built outside its repository.
package main

import (
	"context"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: ferretdb <listen address> <PostgreSQL URL>")
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	server, err := ferretdb.New(&ferretdb.Config{
		Listener:      ferretdb.ListenerConfig{TCP: os.Args[1]},
		Handler:       "postgresql",
		PostgreSQLURL: os.Args[2],
		// Warnings are about every command that a MongoDB driver tries in vain, such as endSessions.
		Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening on %s", os.Args[1])
	if err := server.Run(ctx); err != nil {
		log.Fatal(err)
	}
}
